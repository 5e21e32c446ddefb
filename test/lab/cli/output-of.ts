import type { ChildProcessWithoutNullStreams } from 'node:child_process';

/** Only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

export interface WatchedOutput {
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Settles when stdout holds a match; rejects when the process ends without one. */
  until(pattern: RegExp): Promise<void>;
  /** The exit code. */
  readonly ended: Promise<number | null>;
}

/** Keeps what a process writes. */
export function outputOf(child: ChildProcessWithoutNullStreams): WatchedOutput {
  let stdout = '';
  let stderr = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const until = (pattern: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (!pattern.test(stdout)) return;
        done();
        resolve();
      };
      const fail = (why: string): void => {
        done();
        reject(new Error(`no ${pattern}: ${why}\n${stdout}\n${stderr}`));
      };
      const timer = setTimeout(() => fail('waited long enough'), DEADLINE_MS);
      const onClose = (): void => fail('it ended');
      const done = (): void => {
        clearTimeout(timer);
        child.stdout.off('data', look);
        child.off('close', onClose);
      };
      child.stdout.on('data', look);
      child.on('close', onClose);
      look();
    });
  return { stdout: () => stdout, stderr: () => stderr, until, ended };
}
