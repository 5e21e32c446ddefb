import { loadavg } from 'node:os';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { quantile } from '../support/quantile.ts';
import { close, type Opened, open } from './dashboard.ts';
import { desktopObstacle } from './obstacle.ts';
import { onStage, type Stage, type Started, type Who } from './stage.ts';

interface Times {
  readonly startMs: number[];
  readonly startCpuMs: number[];
  readonly opened: Opened[];
}

const WHO: readonly Who[] = ['bare', 'faultline'];

/** One start, one click, and the end of it. The first window of a start is its slowest. */
async function round(
  stage: Stage,
  who: Who,
): Promise<Pick<Started, 'startMs' | 'startCpuMs'> & { opened: Opened }> {
  const started = await stage.start(who);
  // The click of a person who comes later: the start itself is over.
  await new Promise((resolve) => setTimeout(resolve, 3000));
  const opened = await open(started, who === 'faultline');
  await close(started);
  await started.program.quit();
  const { startMs, startCpuMs } = started;
  return { startMs, startCpuMs, opened };
}

async function measure(stage: Stage, { quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const rounds = quick ? 4 : 15;
  const times: Record<Who, Times> = {
    faultline: { startMs: [], startCpuMs: [], opened: [] },
    bare: { startMs: [], startCpuMs: [], opened: [] },
  };
  // The first start of each finds nothing in the page cache and writes its folders.
  for (let number = 0; number <= rounds; number += 1) {
    say(`  start ${number} of ${rounds} ...`);
    for (const who of WHO) {
      const { startMs, startCpuMs, opened } = await round(stage, who);
      if (number === 0) continue;
      times[who].startMs.push(startMs);
      times[who].startCpuMs.push(startCpuMs);
      times[who].opened.push(opened);
    }
  }
  return results(times, rounds);
}

function results({ faultline, bare }: Record<Who, Times>, rounds: number): readonly BenchResult[] {
  const median = (values: readonly number[]): number => quantile(values, 0.5);
  const result = (
    what: { readonly name: string; readonly peer: string; readonly budget?: string },
    own: readonly number[],
    peer: readonly number[],
  ): BenchResult => ({
    ...what,
    figure: median(own),
    unit: 'ms',
    peerFigure: median(peer),
    ratio: median(own) / median(peer),
    note:
      `${(median(own) - median(peer)).toFixed(0)} ms over the peer; ` +
      `slowest of ${rounds} ${Math.max(...own).toFixed(0)} ms, load ${loadavg()[0]?.toFixed(1)}`,
  });
  const of = ({ opened }: Times, stage: keyof Opened): readonly number[] => opened.map((one) => one[stage]);
  const window = { peer: 'bare window', budget: '<= 500 ms' };
  return [
    result(
      {
        name: 'start to icon in the panel, p50',
        peer: 'bare Electron tray app',
        budget: '<= 1000 ms over the peer',
      },
      faultline.startMs,
      bare.startMs,
    ),
    result(
      { name: 'CPU time used until then', peer: 'bare Electron tray app' },
      faultline.startCpuMs,
      bare.startCpuMs,
    ),
    result(
      { name: 'click to window that shows itself', ...window },
      of(faultline, 'readyMs'),
      of(bare, 'readyMs'),
    ),
    result(
      { name: 'click to painted sentence', ...window },
      of(faultline, 'headlineMs'),
      of(bare, 'headlineMs'),
    ),
    result({ name: 'click to painted charts', ...window }, of(faultline, 'chartsMs'), of(bare, 'chartsMs')),
  ];
}

export const desktopStartSuite: BenchSuite = {
  name: 'desktop-start',
  obstacle: desktopObstacle,
  run: (options) => onStage(options, (stage) => measure(stage, options)),
};
