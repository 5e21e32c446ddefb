import { type ChildProcess, spawn } from 'node:child_process';
import { pingCommand, timeFigure } from './ping-command.ts';

/** How one run of `ping` ended. `code` null: ended by a signal. */
export type PingEnd =
  | { readonly type: 'exit'; readonly code: number | null; readonly figureMs: number | null }
  | { readonly type: 'no-spawn'; readonly errno: string };

export interface PingRun {
  kill(): void;
}

/** Starts one `ping` with one request that waits `waitMs` for its reply; `onEnd` is called exactly once. */
export type RunPing = (address: string, waitMs: number, onEnd: (end: PingEnd) => void) => PingRun;

/** More than one reply and its summary take. */
const OUTPUT_BYTES = 2048;

const errnoOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'spawn-failed';

const NOT_RUNNING: PingRun = { kill: () => undefined };

/** The system's own `ping`, one process a probe: no shell, the plain C locale, nothing read but the figure. */
export const runSystemPing: RunPing = (address, waitMs, onEnd) => {
  const { program, args } = pingCommand(process.platform, address, waitMs);
  let child: ChildProcess;
  try {
    child = spawn(program, args, {
      cwd: '/',
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin:/sbin:/usr/sbin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: false,
      windowsHide: true,
    });
  } catch (error) {
    const errno = errnoOf(error);
    queueMicrotask(() => onEnd({ type: 'no-spawn', errno }));
    return NOT_RUNNING;
  }
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    if (output.length < OUTPUT_BYTES) output += chunk.toString('latin1');
  });
  let ended = false;
  const end = (value: PingEnd): void => {
    if (ended) return;
    ended = true;
    onEnd(value);
  };
  child.on('error', (error) => end({ type: 'no-spawn', errno: errnoOf(error) }));
  child.on('close', (code) => end({ type: 'exit', code, figureMs: timeFigure(output) }));
  return { kill: () => child.kill('SIGKILL') };
};

/**
 * Whether `ping` may do its work here, asked of the loopback: 0 and 1 are its words for "answered" and "not
 * answered"; anything else means that it can't open a socket, or is not there.
 */
export function canPing(run: RunPing): Promise<boolean> {
  return new Promise((resolve) => {
    run('127.0.0.1', 1000, (end) => resolve(end.type === 'exit' && (end.code === 0 || end.code === 1)));
  });
}
