import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A display and a session bus that nobody else uses; both are reached by files, so from any network namespace. */
export interface DesktopSession {
  /** `:7` */
  readonly display: string;
  /** For a client of the bus: `unix:path=...`. */
  readonly busAddress: string;
  /** What a program needs to know of it. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export interface SessionOptions {
  readonly width?: number;
  readonly height?: number;
}

const START_MS = 20_000;

function firstLine(child: ChildProcess, from: Readable, what: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${what} said nothing in ${START_MS} ms`)), START_MS);
    createInterface({ input: from }).once('line', (line) => {
      clearTimeout(timer);
      resolve(line);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${what} ended with ${code}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  await gone;
}

async function startDisplay(
  width: number,
  height: number,
): Promise<{ child: ChildProcess; display: string }> {
  const child = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-ac'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    },
  );
  const numbers = child.stdio[3];
  if (!(numbers instanceof Object && 'readable' in numbers)) throw new Error('no pipe from Xvfb');
  return { child, display: `:${await firstLine(child, numbers as Readable, 'Xvfb')}` };
}

async function startBus(folder: string): Promise<{ child: ChildProcess; address: string }> {
  const args = [
    '--session',
    '--nofork',
    '--nopidfile',
    `--address=unix:path=${join(folder, 'bus')}`,
    '--print-address=1',
  ];
  const child = spawn('dbus-daemon', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  return { child, address: await firstLine(child, child.stdout, 'dbus-daemon') };
}

export async function startDesktopSession(options: SessionOptions = {}): Promise<DesktopSession> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-session-'));
  const [screen, bus] = await Promise.all([
    startDisplay(options.width ?? 1400, options.height ?? 1000),
    startBus(folder),
  ]);
  return {
    display: screen.display,
    busAddress: bus.address,
    env: {
      DISPLAY: screen.display,
      DBUS_SESSION_BUS_ADDRESS: bus.address,
      XDG_RUNTIME_DIR: folder,
      XDG_SESSION_TYPE: 'x11',
      // No desktop of the machine that runs the tests may leak in.
      WAYLAND_DISPLAY: '',
      XDG_CURRENT_DESKTOP: '',
    },
    async stop() {
      await Promise.all([end(screen.child), end(bus.child)]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
