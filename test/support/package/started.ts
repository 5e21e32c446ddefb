import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Lab } from '../../lab/net/lab.ts';
import type { DesktopHome } from '../desktop/launch.ts';
import type { DesktopSession } from '../desktop/session.ts';

const DEADLINE_MS = 60_000;

/** A packaged app that runs; nothing can look into it, since its debuggers are shut. */
export interface StartedApp {
  readonly child: ChildProcessWithoutNullStreams;
  /** Of the main process. */
  readonly pid: number;
  /** What it and its children wrote to standard error. */
  output(): string;
  /** Settles with its exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface StartOptions {
  readonly session: DesktopSession;
  readonly home: DesktopHome;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** What a person's programs know, and nothing of whoever runs the tests. */
export function personsEnvironment(session: DesktopSession, home: DesktopHome): readonly string[] {
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    ...session.env,
    HOME: home.folder,
    XDG_CONFIG_HOME: join(home.folder, 'config'),
    XDG_DATA_HOME: join(home.folder, 'data'),
    XDG_CACHE_HOME: join(home.folder, 'cache'),
  };
  return ['env', '-i', ...Object.entries(env).map(([name, value]) => `${name}=${value}`)];
}

/** Starts `program` on the lab's pc as root, who gets no sandbox. */
export function startProgram(
  lab: Pick<Lab, 'spawn'>,
  program: readonly string[],
  options: StartOptions,
): StartedApp {
  const { session, home, args = [], env = {} } = options;
  const more = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const words = [...personsEnvironment(session, home), ...more, ...program, '--no-sandbox', ...args];
  const child = lab.spawn('pc', words);
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  child.stdout.resume();
  const gone = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    pid: child.pid ?? 0,
    output: () => output,
    async end(signal = 'SIGTERM') {
      child.kill(signal);
      return gone;
    },
  };
}

/** Local ports that a process listens on, from the kernel's own tables for its network namespace. */
export function listeningPorts(pid: number): readonly number[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        // Closed meanwhile.
        return [];
      }
    }),
  );
  const LISTEN = '0A';
  return ['tcp', 'tcp6'].flatMap((table) => {
    const lines = readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1);
    return lines.flatMap((line) => {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/);
      return state === LISTEN && own.has(inode) ? Number.parseInt(local.split(':')[1] ?? '', 16) : [];
    });
  });
}

/** Settles once the app has opened its window: by then all that it opens by itself is open. */
export async function windowOpen(app: StartedApp): Promise<void> {
  const renderers = (): number =>
    readdirSync('/proc').filter((name) => /^\d+$/.test(name) && isRendererOf(Number(name), app.pid)).length;
  await expect.poll(renderers, { timeout: DEADLINE_MS, interval: 200 }).toBeGreaterThan(0);
}

function isRendererOf(pid: number, main: number): boolean {
  try {
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=renderer')) return false;
    // By way of a zygote.
    const parent = parentOf(pid);
    return parent === main || parentOf(parent) === main;
  } catch {
    return false;
  }
}

const parentOf = (pid: number): number =>
  Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
