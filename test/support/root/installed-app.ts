import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { TrayHost } from '../dbus/tray-host.ts';
import type { TrayItem } from '../dbus/tray-item.ts';
import type { DesktopInside } from './desktop-inside.ts';
import type { Person, ThrowAwayRoot } from './throw-away-root.ts';

/** Only bounds a test that would wait for ever. */
export const SOON = { timeout: 90_000, interval: 250 };

/** Longer than the app waits for what it has to end. */
const QUIT_MS = 15_000;
const CLICKS = 3;

export interface InstalledApp {
  /** Of its main process. */
  readonly pid: number;
  readonly item: TrayItem;
  /** All that it wrote. */
  output(): string;
  /** What its menu copies for whoever helps; what was copied before until it has done so. */
  status(): Promise<string>;
  /** Opens the window of that title by that entry of its menu. */
  open(entry: string, title: string): Promise<void>;
  /** As its menu does; settles with the exit code. */
  quit(): Promise<number | null>;
}

export interface StartOptions {
  readonly root: ThrowAwayRoot;
  readonly desktop: DesktopInside;
  readonly as: Person;
  /** Program and arguments. */
  readonly command: readonly string[];
}

/** As the menu of a desktop or a login starts it. */
export async function startInstalled({ root, desktop, as, command }: StartOptions): Promise<InstalledApp> {
  const host = await TrayHost.start(desktop.busAddress);
  const child = root.spawn(command, { as, env: desktop.env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text: Buffer) => {
      output += text.toString();
    });
  }
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
    host.stop();
  });
  const item = await Promise.race([
    host.item(),
    gone.then((code) => {
      throw new Error(`the app ended with ${code}: ${output}`);
    }),
  ]);
  return {
    // The program takes the place of whatever found it.
    pid: child.pid ?? 0,
    item,
    output: () => output,
    async status() {
      await item.choose('Copy status');
      return desktop.copied();
    },
    // A click on a menu that is being exchanged for a newer one is lost: whoever sees nothing happen clicks again.
    async open(entry, title) {
      const open = async (): Promise<readonly string[]> => {
        const titles = await desktop.windowTitles();
        if (!titles.includes(title)) await item.choose(entry);
        return titles;
      };
      await expect.poll(open, SOON).toContain(title);
    },
    async quit() {
      for (let click = 1; click <= CLICKS; click++) {
        await Promise.race([item.choose('Quit').catch(() => undefined), gone]);
        if (await Promise.race([gone.then(() => true), delay(QUIT_MS, false)])) break;
        if (click === CLICKS) throw new Error(`the app does not end: ${output}`);
      }
      host.stop();
      return gone;
    },
  };
}

/** Until every kind has answered. */
export const measured = ({ item }: InstalledApp): Promise<void> =>
  expect
    .poll(() => item.tooltip(), SOON)
    .toMatch(/^All is well\.\nICMP \d+ ms, 0 % lost\nIPv4 \d+ ms, 0 % lost\nIPv6 \d+ ms, 0 % lost$/);

const ASKED = '/run/asked';

/** Puts programs that refuse in the place of those that would ask a person for a password. */
export async function refuseQuestions(root: ThrowAwayRoot): Promise<void> {
  for (const program of ['/usr/bin/pkexec', '/usr/bin/sudo']) await putStandIn(root, program, ASKED);
  await root.must(['sh', '-c', `: > ${ASKED}; chmod 0666 ${ASKED}`]);
}

/** What they were called with, a line each. */
export const questionsAsked = (root: ThrowAwayRoot): Promise<string> => root.must(['cat', ASKED]);

/** A program that does nothing but fail, and notes its arguments. */
export async function putStandIn(root: ThrowAwayRoot, program: string, log = '/dev/null'): Promise<void> {
  const input = `#!/bin/sh\necho "$0 $*" >> ${log}\nexit 127\n`;
  await root.must(['sh', '-c', 'rm -f "$1"; cat > "$1"; chmod 0755 "$1"', 'sh', program], { input });
}

/** The settings of a person who measures what is in the lab. */
export async function writeSettings(root: ThrowAwayRoot, as: Person, settings: unknown): Promise<string> {
  const folder = `${as.home}/.config/faultline`;
  await root.must(['mkdir', '-p', folder], { as });
  await root.must(['tee', `${folder}/config.json`], { as, input: JSON.stringify(settings) });
  return `${folder}/config.json`;
}
