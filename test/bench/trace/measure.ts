import type { TraceMethod } from '../../../main/domain/model/trace.ts';
import type { Lab } from '../../lab/net/lab.ts';
import { untilQuiet } from '../../lab/net/quiet.ts';
import type { Peer } from '../../lab/trace/peers.ts';
import { faultline } from '../../support/monitor-process.ts';
import { quantile } from '../support/quantile.ts';
import { destinationOf, type Scene, truthOf } from './lines.ts';
import type { Traces } from './traces.ts';

/** One way to trace: what it takes, and whether it shows all there is. */
export interface Contender {
  readonly name: string;
  readonly trace: () => Promise<readonly (string | null)[]>;
}

export interface Figures {
  readonly name: string;
  /** Median, from the start to the end of the trace. */
  readonly ms: number;
  /** Median of what left the machine, by the first link's own count. */
  readonly packets: number;
  /** Of the runs, how many showed every hop. */
  readonly complete: number;
  readonly runs: number;
}

const PATIENCE_MS = 300_000;

/** A process that begins and ends with the trace. */
export const peerIn = (lab: Lab, scene: Scene, peer: Peer, method: TraceMethod): Contender => ({
  name: peer.name,
  trace: async () => {
    const run = await lab.exec('pc', peer.command(destinationOf(scene), method), { timeoutMs: PATIENCE_MS });
    return peer.hops(run.stdout);
  },
});

type Told = { readonly hops: readonly { readonly nodes: readonly { readonly address: string }[] }[] };

const firsts = ({ hops }: Told): readonly (string | null)[] =>
  hops.map(({ nodes }) => nodes[0]?.address ?? null);

/** Through a helper that runs already, as in the tray app. */
export const ownIn = (traces: Traces, scene: Scene, method: TraceMethod, queries: number): Contender => ({
  name: `faultline, ${queries} a hop`,
  trace: async () =>
    firsts(
      await traces.run({
        host: destinationOf(scene),
        mode: 'once',
        method,
        family: null,
        numeric: true,
        queries,
      }),
    ),
});

/** The command line, with the start of Node and of its helper. */
export const cliIn = (lab: Lab, scene: Scene, method: TraceMethod): Contender => ({
  name: 'faultline trace',
  trace: async () => {
    const options = ['--json', '--numeric', '--method', method];
    const run = await lab.exec('pc', faultline('trace', destinationOf(scene), ...options));
    return firsts(JSON.parse(run.stdout));
  },
});

export async function figuresOf(
  lab: Lab,
  scene: Scene,
  { name, trace }: Contender,
  runs: number,
): Promise<Figures> {
  const truth = JSON.stringify(truthOf(scene));
  const first = lab.link('l1');
  const took: number[] = [];
  const packets: number[] = [];
  let complete = 0;
  for (let run = 0; run < runs; run += 1) {
    const before = (await first.counters()).forward.entered;
    const startMs = performance.now();
    const hops = await trace();
    took.push(performance.now() - startMs);
    await untilQuiet(lab);
    packets.push((await first.counters()).forward.entered - before);
    if (JSON.stringify(hops) === truth) complete += 1;
  }
  return { name, ms: quantile(took, 0.5), packets: quantile(packets, 0.5), complete, runs };
}
