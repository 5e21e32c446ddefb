import type { TraceMethod } from '../../../main/domain/model/trace.ts';
import { startLab } from '../../lab/net/lab.ts';
import { mtr, type Peer, scamper, traceroute } from '../../lab/trace/peers.ts';
import type { BenchOptions, BenchResult } from '../result.ts';
import { roundTripOf, type Scene, sceneText, topologyOf } from './lines.ts';
import { cliIn, type Figures, figuresOf, ownIn, peerIn } from './measure.ts';
import { startTraces } from './traces.ts';

/** Each with as many probes a hop as we send in its comparison: fewer would look faster than it is. */
interface Rival {
  readonly peer: Peer;
  readonly queries: number;
  /** One that takes long by its nature is run less often. */
  readonly pace: 'quick' | 'slow' | 'slowest';
}

const RIVALS: readonly Rival[] = [
  { peer: traceroute(3), queries: 3, pace: 'quick' },
  { peer: mtr(1), queries: 1, pace: 'slow' },
  { peer: scamper(), queries: 1, pace: 'slow' },
  { peer: mtr(10), queries: 10, pace: 'slowest' },
];

const SCENES: readonly Scene[] = [8, 12].flatMap((hops) =>
  [false, true].flatMap((silent) => ([4, 6] as const).map((family) => ({ hops, silent, family }))),
);

const completeText = ({ name, complete, runs }: Figures): string =>
  complete === runs ? '' : `; ${name}: ${complete} of ${runs} complete`;

function compared(what: string, own: Figures, peer: Figures): readonly BenchResult[] {
  const note = `medians of ${own.runs} and ${peer.runs} runs${completeText(own)}${completeText(peer)}`;
  const row = (name: string, unit: string, of: (figures: Figures) => number): BenchResult => ({
    name: `${name}, ${what}, ${own.name}`,
    figure: of(own),
    unit,
    peer: peer.name,
    peerFigure: of(peer),
    ratio: of(own) / of(peer),
    note,
  });
  return [row('complete trace', 'ms', ({ ms }) => ms), row('packets', 'sent', ({ packets }) => packets)];
}

function budgetRow(what: string, scene: Scene, own: Figures): BenchResult {
  const longest = roundTripOf(scene);
  return {
    name: `complete trace, ${what}, ${own.name}`,
    figure: own.ms,
    unit: 'ms',
    peer: 'longest round trip',
    peerFigure: longest,
    ratio: own.ms / longest,
    budget: scene.silent
      ? "as without, and a silent hop's last wait"
      : `<= 1.2 x + 150 ms: ${(1.2 * longest + 150).toFixed(0)} ms`,
    note: `${own.complete} of ${own.runs} complete`,
  };
}

async function race(
  scene: Scene,
  method: TraceMethod,
  { quick }: BenchOptions,
): Promise<readonly BenchResult[]> {
  const what = `${method.toUpperCase()}, ${sceneText(scene)}`;
  const runs = quick ? { quick: 3, slow: 1, slowest: 1 } : { quick: 7, slow: 2, slowest: 1 };
  const lab = await startLab(topologyOf(scene));
  const traces = await startTraces(lab);
  try {
    const own = new Map<number, Figures>();
    for (const queries of [1, 3, 10]) {
      own.set(queries, await figuresOf(lab, scene, ownIn(traces, scene, method, queries), runs.quick));
    }
    const rows: BenchResult[] = [];
    const usual = own.get(3);
    if (usual !== undefined) rows.push(budgetRow(what, scene, usual));
    for (const { peer, queries, pace } of RIVALS) {
      const theirs = await figuresOf(lab, scene, peerIn(lab, scene, peer, method), runs[pace]);
      const ours = own.get(queries);
      if (ours !== undefined) rows.push(...compared(what, ours, theirs));
      if (queries === 3) {
        const process = await figuresOf(lab, scene, cliIn(lab, scene, method), runs.quick);
        rows.push(...compared(what, process, theirs).slice(0, 1));
      }
    }
    return rows;
  } finally {
    await traces.close();
    await lab.stop();
  }
}

export async function speedRows(options: BenchOptions): Promise<readonly BenchResult[]> {
  const rows: BenchResult[] = [];
  for (const scene of SCENES) {
    options.say(`  ${sceneText(scene)}`);
    rows.push(...(await race(scene, 'udp', options)));
  }
  const [plain] = SCENES;
  if (plain !== undefined) {
    options.say(`  ${sceneText(plain)}, ICMP`);
    rows.push(...(await race(plain, 'icmp', options)));
  }
  return rows;
}
