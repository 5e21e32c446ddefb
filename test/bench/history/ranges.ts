import { mkdirSync } from 'node:fs';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { openHistory } from '../../../main/history/open.ts';
import { openFile } from '../../../main/history/store/files.ts';
import type { History } from '../../../main/history/types.ts';
import type { BenchOptions, BenchResult } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { fillRaw, fillRollups } from './fill.ts';
import { benchSeries, LINES } from './line-model.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP = { rawHours: 48, minuteDays: 400, hourDays: 800, maxBytes: 4e9 };

const RANGES: readonly (readonly [string, number, number])[] = [
  ['10 minutes', HOUR_MS / 6, 600],
  ['2 hours, raw', 2 * HOUR_MS, 2000],
  ['6 hours', 6 * HOUR_MS, 2000],
  ['1 day', DAY_MS, 1440],
  ['2.3 days, the most minutes one answer reads', 55 * HOUR_MS, 2000],
  ['7 days, 2000 points', 7 * DAY_MS, 2000],
  ['7 days, 300 points', 7 * DAY_MS, 300],
  ['30 days', 30 * DAY_MS, 2000],
  ['90 days', 90 * DAY_MS, 2000],
];

/** Every kind at once, three anchors each, through the worker: what a dashboard waits for. */
export async function rangeResults(
  directory: string,
  options: BenchOptions,
): Promise<readonly BenchResult[]> {
  const days = options.quick ? 30 : 90;
  const now = Date.now();
  options.say(`  filling ${days} days of minutes and hours, 48 h of samples, 18 series ...`);
  mkdirSync(directory, { recursive: true });
  const { database } = openFile(directory, now);
  const all = benchSeries(LINES.cable);
  fillRollups(database, all, { fromMs: now - days * DAY_MS, toMs: now });
  fillRaw(database, all, { fromMs: now - 48 * HOUR_MS, toMs: now });
  database.close();
  const history = await openHistory({ directory, ...KEEP });
  try {
    const results: BenchResult[] = [];
    for (const [name, span, points] of RANGES) {
      if (span > days * DAY_MS) continue;
      results.push(
        ...(await rangeResult(history, { name, span, points, now, rounds: options.quick ? 10 : 30 })),
      );
    }
    return results;
  } finally {
    await history.close();
  }
}

interface RangeRun {
  readonly name: string;
  readonly span: number;
  readonly points: number;
  readonly now: number;
  readonly rounds: number;
}

async function rangeResult(history: History, run: RangeRun): Promise<readonly BenchResult[]> {
  const times: number[] = [];
  let resolution = '';
  const before = process.cpuUsage();
  for (let round = 0; round < run.rounds; round += 1) {
    const start = performance.now();
    const answer = await history.series({
      kinds: KINDS,
      fromMs: wallMs(run.now - run.span - round * 1000),
      toMs: wallMs(run.now - round * 1000),
      points: run.points,
    });
    times.push(performance.now() - start);
    resolution = `${answer.resolution}, ${answer.series[0]?.buckets.length} buckets`;
  }
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000 / run.rounds;
  return [
    {
      name: `chart of ${run.name}, 6 kinds x 3 anchors, p50`,
      figure: quantile(times, 0.5),
      unit: 'ms',
      budget: '<= 150 ms',
      note: `${resolution}, CPU of both threads ${cpuMs.toFixed(0)} ms`,
    },
    {
      name: `chart of ${run.name}, slowest`,
      figure: quantile(times, 1),
      unit: 'ms',
      budget: '<= 150 ms',
    },
  ];
}
