import { spawn } from 'node:child_process';

export interface Checked {
  readonly code: number | null;
  /** stdout and stderr. */
  readonly text: string;
}

/** Prometheus' own checker, e.g. `['check', 'metrics']` with the text to be checked as input. */
export function promtool(args: readonly string[], input = ''): Promise<Checked> {
  return new Promise((resolve, reject) => {
    const child = spawn('promtool', args, { timeout: 60_000, killSignal: 'SIGKILL' });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, text }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
