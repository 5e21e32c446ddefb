import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { busConfiguration } from '../dbus/bus-configuration.ts';
import type { Person, ThrowAwayRoot } from './throw-away-root.ts';

const AT_DISPLAY = readFileSync(new URL('display.py', import.meta.url), 'utf8');

/** A person's session in a throw-away root: a display and a session bus, both run by that person. */
export interface DesktopInside {
  /** What the person's programs need to know of it. */
  readonly env: Readonly<Record<string, string>>;
  /** Of the bus, for a client outside. */
  readonly busAddress: string;
  /** Titles of all windows on the display. */
  windowTitles(): Promise<readonly string[]>;
  /** All that is written in the window of that title, as who marks and copies it gets it. Empty while it loads. */
  textIn(title: string): Promise<string>;
  /** The text that was copied last. */
  copied(): Promise<string>;
  /** Presses keys, by their X names, in the window of that title. */
  press(title: string, keys: readonly string[]): Promise<void>;
  /**
   * What is on the display, as a PNG at `file` outside, for whoever wants to look at it afterwards. Nothing where the
   * machine has no program for it: the tests don't need it.
   */
  keepPicture(file: string): Promise<void>;
  stop(): Promise<void>;
}

function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('close', (code) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}: ${complaint}`)),
    );
  });
}

async function end(child: ChildProcessWithoutNullStreams): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}

export async function startDesktopInside(root: ThrowAwayRoot, person: Person): Promise<DesktopInside> {
  const runtime = `/run/user/${person.uid}`;
  const owner = `--owner=${person.name}`;
  await root.must(['install', '-d', '-m', '0700', owner, `--group=${person.name}`, runtime]);
  // Where displays have their sockets: its owner is root on every machine.
  await root.must(['install', '-d', '-m', '1777', '/tmp/.X11-unix']);
  const address = `unix:path=${runtime}/bus`;
  // Whoever watches from outside is another user.
  await root.must(['tee', `${runtime}/bus.conf`], { input: busConfiguration(address) });
  const screen = ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-ac'];
  const display = root.spawn(['Xvfb', ...screen], { as: person });
  const bus = root.spawn(
    ['dbus-daemon', `--config-file=${runtime}/bus.conf`, '--nofork', '--nopidfile', '--print-address=1'],
    { as: person },
  );
  const [number] = await Promise.all([firstLine(display), firstLine(bus)]);
  const env = {
    DISPLAY: `:${number}`,
    DBUS_SESSION_BUS_ADDRESS: address,
    XDG_RUNTIME_DIR: runtime,
    XDG_SESSION_TYPE: 'x11',
  };
  const atDisplay = (...words: readonly string[]): Promise<string> =>
    root.must(['python3', '-', ...words], { as: person, env, input: AT_DISPLAY });
  const copied = (): Promise<string> => atDisplay('clipboard');
  const press = async (title: string, keys: readonly string[]): Promise<void> => {
    await atDisplay('press', title, ...keys);
  };
  return {
    env,
    busAddress: `unix:path=${root.path(`${runtime}/bus`)}`,
    windowTitles: async () => (await atDisplay('titles')).split('\n').filter((title) => title !== ''),
    async textIn(title) {
      await press(title, ['Control+a', 'Control+c']);
      return copied();
    },
    copied,
    press,
    async keepPicture(file) {
      const picture = '/tmp/picture.png';
      const { code } = await root.exec(['sh', '-c', `command -v import && import -window root ${picture}`], {
        as: person,
        env,
      });
      if (code !== 0) return;
      mkdirSync(dirname(file), { recursive: true });
      copyFileSync(root.path(picture), file);
    },
    async stop() {
      await Promise.all([end(display), end(bus)]);
    },
  };
}
