import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { artifact } from '../../../main/artifact.ts';
import { startDesktopSession } from '../../support/desktop/session.ts';
import { heldBy, holders, holdersAtLast } from '../net/holders.ts';
import { obstacle, parseOptions } from './options.ts';

type Demo = ChildProcessByStdio<null, Readable, Readable>;
let running: Demo | null = null;
afterEach(() => {
  running?.kill('SIGKILL');
});

interface Played {
  readonly demo: Demo;
  output(): string;
  /** Settles when the output has come to contain this; rejects if it ends without. */
  until(words: string): Promise<void>;
}

function startDemo(args: readonly string[], env: Readonly<Record<string, string>> = {}): Played {
  const demo = spawn(process.execPath, [artifact('demo.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  running = demo;
  let output = '';
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
      demo.emit('heard');
    });
  }
  demo.once('close', () => demo.emit('heard'));
  return {
    demo,
    output: () => output,
    async until(words) {
      while (!output.includes(words)) {
        if (demo.exitCode !== null) throw new Error(`it ended without "${words}":\n${output}`);
        await once(demo, 'heard');
      }
    },
  };
}

function folderOf(output: string): string {
  const folder = /history in (\S+)\/history/.exec(output)?.[1];
  if (folder === undefined) throw new Error(`no history folder in:\n${output}`);
  return folder;
}

/** The network namespaces that the demo's emulator holds open. */
function namespacesOf({ pid = 0 }: Demo): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
  return children.flatMap((child) => heldBy(Number(child)));
}

describe('the demo', () => {
  test('shows each outage named and cleared, then what is remembered', async () => {
    const { demo, output } = startDemo(['--headless', '--once', '--hold', '1']);
    const [code] = await once(demo, 'close');
    expect(output().match(/Named after/g)).toHaveLength(4);
    expect(output().match(/Cleared after/g)).toHaveLength(4);
    for (const title of ['IPv4 down', 'IPv6 down', 'Ping down', 'Everything down']) {
      expect(output()).toContain(title);
    }
    expect(code).toBe(0);
  });

  test('takes everything down on Ctrl-C', async () => {
    const { demo, output, until } = startDemo(['--headless']);
    await until('Watching');
    const namespaces = namespacesOf(demo);
    expect(holders(namespaces).length).toBeGreaterThanOrEqual(3);
    const folder = folderOf(output());
    expect(existsSync(folder)).toBe(true);
    demo.kill('SIGINT');
    expect(await once(demo, 'close')).toEqual([130, null]);
    expect(holders(namespaces)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
  });

  test('with the window the tray app plays, and is taken down too', async () => {
    const session = await startDesktopSession();
    onTestFinished(() => session.stop());
    const { demo, until } = startDemo(['--window', '--hold', '1'], session.env);
    await until('the line: good');
    const namespaces = namespacesOf(demo);
    expect(holders(namespaces).length).toBeGreaterThanOrEqual(3);
    await until('Cleared after');
    demo.kill('SIGINT');
    expect(await once(demo, 'close')).toEqual([130, null]);
    expect(holders(namespaces)).toEqual([]);
  });

  test('leaves no process and no namespace after a kill -9', async () => {
    const { demo, output, until } = startDemo(['--headless']);
    await until('Watching');
    const namespaces = namespacesOf(demo);
    expect(namespaces).toHaveLength(4);
    demo.kill('SIGKILL');
    // Its scratch folder nobody can take away then.
    rmSync(folderOf(output()), { recursive: true });
    expect(await holdersAtLast(namespaces)).toEqual([]);
  });

  test.each([
    [['--hold', '0'], '--hold takes 1 to 3600 seconds, not "0"'],
    [['--hold', 'long'], 'not "long"'],
    [['--hold', '3601'], 'not "3601"'],
    [['--loop'], "'--loop'"],
    [['twice'], "'twice'"],
    [['--window', '--headless'], '--window and --headless exclude each other'],
  ])('%j is a usage error, said in a line', async (args, problem) => {
    const { demo, output } = startDemo(args);
    expect(await once(demo, 'close')).toEqual([2, null]);
    expect(output()).toContain(problem);
    expect(output()).toMatch(/^demo: .*\n$/);
  });

  test('--help explains itself', async () => {
    const { demo, output } = startDemo(['--help']);
    expect(await once(demo, 'close')).toEqual([0, null]);
    expect(output()).toContain('--hold SECONDS');
  });
});

describe('before the demo', () => {
  test('options have defaults', () => {
    expect(parseOptions([])).toEqual({ kind: 'play', options: { holdS: 4, once: false, window: null } });
    expect(parseOptions(['--window'])).toMatchObject({ options: { window: true } });
    expect(parseOptions(['--headless'])).toMatchObject({ options: { window: false } });
    expect(parseOptions(['--once', '--hold', '2.5'])).toEqual({
      kind: 'play',
      options: { holdS: 2.5, once: true, window: null },
    });
  });

  test('what is missing is said with the way out', () => {
    expect(obstacle('linux', 0)).toBeNull();
    expect(obstacle('linux', 1000)).toContain('sudo');
    expect(obstacle('darwin', 0)).toContain('needs Linux');
    expect(obstacle('win32', undefined)).toContain('needs Linux');
  });
});
