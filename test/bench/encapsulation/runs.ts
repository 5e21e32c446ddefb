import { ofProtocol } from '../../lab/net/counters.ts';
import type { Lab } from '../../lab/net/lab.ts';
import { untilQuiet } from '../../lab/net/quiet.ts';
import { quantile } from '../support/quantile.ts';

/** One reverse trace or one path probe, and what it took. */
export interface Run {
  /** As the program has it: without its own start. */
  readonly ms: number;
  /** From the start of the process to its end. */
  readonly wallMs: number;
  /** Of all its processes, their start included. */
  readonly cpuMs: number;
  /** Of a trace: who answered at each distance. */
  readonly hops: readonly (string | null)[];
  /** Of a probe: answers by place of the path. */
  readonly counts: readonly number[];
}

/** Medians of several runs. */
export interface Figures {
  readonly ms: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Packets in IP-in-IP, and all others, that left the machine, by the first link's own count. */
  readonly tunnelled: number;
  readonly others: number;
  /** Of the runs, how many found what there is. */
  readonly right: number;
  readonly runs: number;
}

async function sentSoFar(lab: Lab): Promise<{ readonly tunnelled: number; readonly others: number }> {
  await untilQuiet(lab);
  const { forward } = await lab.link('l1').counters();
  const tunnelled = ofProtocol(forward, '4in4').entered;
  return { tunnelled, others: forward.entered - tunnelled };
}

export async function figuresOf(
  lab: Lab,
  runs: number,
  run: () => Promise<Run>,
  isRight: (run: Run) => boolean,
): Promise<Figures> {
  const all: (Run & { readonly tunnelled: number; readonly others: number })[] = [];
  for (let index = 0; index < runs; index += 1) {
    const before = await sentSoFar(lab);
    const one = await run();
    const after = await sentSoFar(lab);
    const [tunnelled, others] = [after.tunnelled - before.tunnelled, after.others - before.others];
    all.push({ ...one, tunnelled, others });
  }
  const median = (of: (one: (typeof all)[number]) => number): number => quantile(all.map(of), 0.5);
  return {
    ms: median(({ ms }) => ms),
    wallMs: median(({ wallMs }) => wallMs),
    cpuMs: median(({ cpuMs }) => cpuMs),
    tunnelled: median(({ tunnelled }) => tunnelled),
    others: median(({ others }) => others),
    right: all.filter(isRight).length,
    runs,
  };
}
