import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { artifact } from '../../../main/artifact.ts';
import type { HomeLab } from '../../lab/net/home.ts';

export interface RunningMonitor {
  readonly child: ChildProcessWithoutNullStreams;
  /** The next event that fits; rejects when the monitor ends first. */
  next(fits: (event: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The command line of the product's CLI. */
export const faultline = (...args: readonly string[]): readonly string[] => [
  process.execPath,
  artifact('faultline.mjs'),
  ...args,
];

/** `monitor --json` inside the lab's pc, with the lab's anchors and a history of its own. */
export function runMonitor(lab: HomeLab): RunningMonitor {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  const child = lab.spawn(
    'pc',
    faultline('monitor', '--json', '--config', config, '--data', join(folder, 'data')),
  );
  const waiting = new Set<(event: Record<string, unknown>) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event: Record<string, unknown> = JSON.parse(line);
    for (const listener of waiting) listener(event);
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    next: (fits) =>
      new Promise((resolve, reject) => {
        const listener = (event: Record<string, unknown>): void => {
          if (!fits(event)) return;
          waiting.delete(listener);
          resolve(event);
        };
        waiting.add(listener);
        ended.then(() => reject(new Error(`the monitor ended: ${errors}`)));
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
