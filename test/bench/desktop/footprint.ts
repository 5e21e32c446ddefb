import { loadavg } from 'node:os';
import type { BenchOptions, BenchResult, BenchSuite } from '../result.ts';
import { close, epoch, paintedAfter, shown } from './dashboard.ts';
import { desktopObstacle } from './obstacle.ts';
import { onStage, type Stage, type Started } from './stage.ts';
import { partsText, type Usage, usageOf } from './usage.ts';

const PEER = 'bare Electron tray app';
/** How often the dashboard is opened and closed before the last look. */
const MANY = 20;
/** What was taken away is given back a while later. */
const SETTLE_MS = 10_000;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Pair {
  readonly own: Usage;
  readonly peer: Usage;
}

/** Both at the same time: pages that all Electrons share are then split alike. */
async function look(own: Started, peer: Started, seconds: number): Promise<Pair> {
  const [a, b] = await Promise.all([usageOf(own.program.pid, seconds), usageOf(peer.program.pid, seconds)]);
  return { own: a, peer: b };
}

async function openAndClose({ program, icon }: Started, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    const sinceMs = epoch();
    await icon.click();
    await shown(program, sinceMs);
    await paintedAfter(program, sinceMs);
    await close({ program });
  }
}

const overPeer = ({ own, peer }: Pair): number => own.pssMegabytes - peer.pssMegabytes;

function results(when: string, { own, peer }: Pair, first: Pair): readonly BenchResult[] {
  // What the peer gained as well is Electron's, or other programs that no longer share its pages.
  const growth = overPeer({ own, peer }) - overPeer(first);
  const grown = growth === 0 ? '' : `, ${growth.toFixed(1)} MB more than before`;
  return [
    {
      name: `CPU, ${when}`,
      figure: own.cpuPercent - peer.cpuPercent,
      unit: '% of a core over the peer',
      peer: PEER,
      peerFigure: peer.cpuPercent,
      budget: '<= 0.5 %',
      note: `${partsText(own)}; load ${loadavg()[0]?.toFixed(1)}`,
    },
    {
      name: `PSS, ${when}`,
      figure: overPeer({ own, peer }),
      unit: 'MB over the peer',
      peer: PEER,
      peerFigure: peer.pssMegabytes,
      ratio: own.pssMegabytes / peer.pssMegabytes,
      budget: '<= 60 MB',
      note: `private alone: ${(own.privateMegabytes - peer.privateMegabytes).toFixed(0)} MB over it${grown}`,
    },
  ];
}

async function measure(stage: Stage, { quick, say }: BenchOptions): Promise<readonly BenchResult[]> {
  const seconds = quick ? 20 : 120;
  const peer = await stage.start('bare');
  const own = await stage.start('faultline');
  say('  both in the tray, warming up ...');
  // The first minutes are not idle: the code that runs often is being compiled.
  await wait(quick ? 20_000 : 180_000);
  const first = await look(own, peer, seconds);
  const all = [...results('windows closed', first, first)];
  for (const times of [1, MANY]) {
    say(`  opening and closing the window, ${times} x ...`);
    for (const one of [own, peer]) await openAndClose(one, times);
    await wait(SETTLE_MS);
    const when = `after the dashboard was opened and closed ${times} x more`;
    all.push(...results(when, await look(own, peer, seconds), first));
  }
  return all;
}

export const desktopFootprintSuite: BenchSuite = {
  name: 'desktop-footprint',
  obstacle: desktopObstacle,
  run: (options) => onStage(options, (stage) => measure(stage, options)),
};
