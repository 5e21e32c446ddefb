import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { artifact } from '../../main/artifact.ts';
import { KINDS } from '../../main/domain/model/kind.ts';
import type { HomeLab } from '../lab/net/home.ts';
import type { RunOptions } from '../lab/net/lab.ts';

/** One line of `monitor --json`. */
export type Line = Readonly<Record<string, unknown>>;

export interface MonitorProcess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Every line so far. */
  readonly lines: readonly Line[];
  readonly stderr: () => string;
  /** The first line that fits, of those from `from` on (an index into `lines`), past or to come. */
  waitFor(what: string, fits: (line: Line) => boolean, from?: number): Promise<Line>;
  /** Ends it by a signal (SIGTERM unless said otherwise); settles with the exit code when it is gone. */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The command line of the product's CLI. */
export const faultline = (...args: readonly string[]): readonly string[] => [
  process.execPath,
  artifact('faultline.mjs'),
  ...args,
];

/** Generous: it only bounds a test that would wait for ever. */
const DEADLINE_MS = 60_000;

interface Waiter {
  readonly fits: (line: Line) => boolean;
  readonly found: (line: Line) => void;
}

function watch(child: ChildProcessWithoutNullStreams): MonitorProcess {
  const lines: Line[] = [];
  const waiters = new Set<Waiter>();
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line: Line = JSON.parse(text);
    lines.push(line);
    for (const waiter of [...waiters]) if (waiter.fits(line)) waiter.found(line);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const tail = (): string =>
    lines
      .filter((line) => line['type'] !== 'sample')
      .slice(-12)
      .map((line) => JSON.stringify(line))
      .join('\n');
  return {
    child,
    lines,
    stderr: () => errors,
    waitFor: (what, fits, from = 0) =>
      new Promise((resolve, reject) => {
        const past = lines.slice(from).find(fits);
        if (past !== undefined) return resolve(past);
        const fail = (why: string): void => {
          done();
          reject(new Error(`no ${what}: ${why}\n${tail()}\n${errors}`));
        };
        const timer = setTimeout(() => fail(`waited ${DEADLINE_MS} ms`), DEADLINE_MS);
        const waiter: Waiter = {
          fits,
          found: (line) => {
            done();
            resolve(line);
          },
        };
        const done = (): void => {
          clearTimeout(timer);
          waiters.delete(waiter);
        };
        waiters.add(waiter);
        ended.then((code) => waiters.has(waiter) && fail(`the monitor ended with ${code}`));
      }),
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export interface MonitorSetup {
  /** Holds the config and, in `data`, the history; the same folder again goes on with the same history. */
  readonly folder: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly run?: RunOptions;
  /** Put in front of the command, e.g. `setpriv` and its options. */
  readonly through?: readonly string[];
}

/** `monitor --json` inside the lab's pc, with the lab's anchors. */
export function startMonitorProcess(
  lab: HomeLab,
  { folder, config = {}, run = {}, through = [] }: MonitorSetup,
): MonitorProcess {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl, ...config }));
  const command = faultline('monitor', '--json', '--config', file, '--data', join(folder, 'data'));
  return watch(lab.spawn('pc', [...through, ...command], run));
}

export const isIncident =
  (phase: 'raised' | 'cleared', name: string) =>
  (line: Line): boolean =>
    line['type'] === 'incident' && line['phase'] === phase && line['class'] === name;

export const isHealth =
  (subject: string, health: string) =>
  (line: Line): boolean =>
    line['type'] === 'health' && line['subject'] === subject && line['health'] === health;

/** Answers of one kind that leave no doubt it works on this network (the slowest kind has one anchor). */
const PROOF = 12;

export async function allProven(monitor: MonitorProcess): Promise<void> {
  const answers = new Map<unknown, number>();
  const counted = (line: Line): boolean => {
    if (line['outcome'] === 'reply') answers.set(line['kind'], (answers.get(line['kind']) ?? 0) + 1);
    return KINDS.every((kind) => (answers.get(kind) ?? 0) >= PROOF);
  };
  await monitor.waitFor('answers of every kind', counted);
}
