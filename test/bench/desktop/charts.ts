import { mkdirSync } from 'node:fs';
import { loadavg } from 'node:os';
import { openFile } from '../../../main/history/store/files.ts';
import { HOUR } from '../../../main/history/store/levels.ts';
import { fillLevelOf, fillRaw, fillRollups } from '../history/fill.ts';
import { benchSeries, LINES } from '../history/line-model.ts';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { chooseRange, close, DAY_MS, MINUTE_MS, type Opened, open } from './dashboard.ts';
import { type Liveliness, watchLive } from './frames.ts';
import { desktopObstacle } from './obstacle.ts';
import { onStage, type Stage, type Started } from './stage.ts';
import { partsText, type Usage, usageOf } from './usage.ts';

const DAYS = 90;
/** What a live chart begins with, and some more. */
const RAW_MS = 60 * MINUTE_MS;
const PEER = 'bare window';

const loadText = (): string => `load ${loadavg()[0]?.toFixed(1)}`;

/**
 * As if it had run that long: three anchors of each kind. `quick` leaves out the minutes, which a chart of that
 * length does not read, and its hours are of thinner figures.
 */
function fillHistory(directory: string, quick: boolean): void {
  const now = Date.now();
  mkdirSync(directory, { recursive: true });
  const { database } = openFile(directory, now);
  const all = benchSeries(LINES.cable);
  const span = { fromMs: now - DAYS * DAY_MS, toMs: now };
  if (quick) fillLevelOf(database, all, HOUR, span);
  else fillRollups(database, all, span);
  fillRaw(database, all, { fromMs: now - RAW_MS, toMs: now });
  database.close();
}

interface Watched {
  readonly opened: Opened;
  readonly used: Usage;
  readonly live: Liveliness;
}

/** The window open and left alone: what it uses, then how it moves. */
async function watch(started: Started, seconds: number, hasFigures: boolean): Promise<Watched> {
  const opened = await open(started, hasFigures);
  // Opening is over when its own code has been compiled and its garbage swept.
  await new Promise((resolve) => setTimeout(resolve, 5000));
  const used = await usageOf(started.program.pid, 15);
  return { opened, used, live: await watchLive(started.program, seconds) };
}

function liveResults(own: Watched, peer: Watched, seconds: number): readonly BenchResult[] {
  const versus = { peer: PEER } as const;
  const { frames, loop } = own.live;
  const of = peer.live;
  return [
    {
      ...versus,
      name: 'live, 15 minutes: frames that came more than 50 ms after the one before',
      figure: frames.over50,
      unit: 'frames',
      peerFigure: of.frames.over50,
      note: `of ${frames.count} in ${seconds} s, the longest ${frames.longestMs.toFixed(0)} ms; ${loadText()}`,
    },
    ...(frames.longFrames === null
      ? []
      : [
          {
            ...versus,
            name: 'live: long animation frames',
            figure: frames.longFrames,
            unit: 'frames',
            peerFigure: of.frames.longFrames ?? 0,
            note: `blocking for ${frames.blockedMs.toFixed(0)} ms in all`,
          },
        ]),
    {
      ...versus,
      name: "live: delay of main's event loop, p99",
      figure: loop.p99,
      unit: 'ms',
      peerFigure: of.loop.p99,
      note: `p50 ${loop.p50.toFixed(1)}, longest ${loop.max.toFixed(0)} ms`,
    },
    {
      ...versus,
      name: 'CPU while the live dashboard is open',
      figure: own.used.cpuPercent,
      unit: '% of a core',
      peerFigure: peer.used.cpuPercent,
      note: partsText(own.used),
    },
  ];
}

async function rangeResults(own: Started, rounds: number): Promise<readonly BenchResult[]> {
  const painted: number[] = [];
  const answers: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { paintedMs, answerMs } = await chooseRange(own, `${DAYS}d`, DAYS * DAY_MS);
    painted.push(paintedMs);
    answers.push(answerMs);
    await chooseRange(own, '15m', 15 * MINUTE_MS);
  }
  const result = (what: string, values: readonly number[], budget: string): BenchResult => ({
    name: `${DAYS} days: ${what}, p50`,
    figure: quantile(values, 0.5),
    unit: 'ms',
    budget,
    note: `slowest of ${rounds}: ${Math.max(...values).toFixed(0)} ms; ${loadText()}`,
  });
  return [
    result('click to painted charts', painted, '<= 500 ms'),
    result("of that, main's answer with the figures", answers, '<= 150 ms'),
  ];
}

async function measure(stage: Stage, { quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const seconds = quick ? 30 : 60;
  say(`  remembering ${DAYS} days ...`);
  fillHistory(stage.dataDirectory, quick);
  const peer = await stage.start('bare');
  say(`  ${PEER}, ${seconds} s ...`);
  const bare = await watch(peer, seconds, false);
  await peer.program.quit();
  const own = await stage.start('faultline');
  say(`  the live dashboard, ${seconds} s ...`);
  const shown = await watch(own, seconds, true);
  say(`  ${DAYS} days and back, again and again ...`);
  const ranges = await rangeResults(own, quick ? 5 : 15);
  await close(own);
  return [...ranges, ...liveResults(shown, bare, seconds)];
}

export const desktopChartsSuite: BenchSuite = {
  name: 'desktop-charts',
  obstacle: desktopObstacle,
  run: (options) => onStage(options, (stage) => measure(stage, options)),
};
