import type { KnownHop } from '../../../main/domain/localize/types.ts';
import type { HopTraits, LinkLoss, LinkTruth, Scenario } from './scenario.ts';

export interface LineOptions {
  readonly hops: number;
  /** Shares lost, by link. */
  readonly forward?: Readonly<Record<number, number>>;
  readonly back?: Readonly<Record<number, number>>;
  /** What is unusual about hops, by number. */
  readonly traits?: Readonly<Record<number, Partial<HopTraits>>>;
  readonly known?: Readonly<Record<number, KnownHop>>;
  /** Hops that the trace did not see. */
  readonly silent?: readonly number[];
  readonly burstMs?: number;
  readonly seed?: number;
}

/** A path whose hops all answer everything and whose way back is the way out, but for what is said. */
export function line(options: LineOptions): Scenario {
  const { hops, forward = {}, back = {}, traits = {}, known = {}, silent = [], seed = 1 } = options;
  const losses = (of: Readonly<Record<number, number>>): ReadonlyMap<number, LinkLoss> =>
    new Map(
      Object.entries(of).map(([link, loss]) => [
        Number(link),
        { loss, burstMs: options.burstMs ?? null, badLoss: 0.8 },
      ]),
    );
  const links = new Map<number, LinkTruth>();
  for (const link of new Set([...Object.keys(forward), ...Object.keys(back)].map(Number))) {
    links.set(link, { forward: forward[link] ?? 0, back: back[link] ?? 0 });
  }
  const survival = [...links.values()].reduce((all, each) => all * (1 - each.forward) * (1 - each.back), 1);
  const numbers = Array.from({ length: hops }, (_, at) => at + 1);
  return {
    seed,
    hops: numbers.map((hop) => ({
      reports: { share: 1, bucket: null },
      pings: { share: 1, bucket: null },
      reassembles: true,
      wayHome: Array.from({ length: hop }, (_, at) => hop - at),
      ...traits[hop],
    })),
    path: numbers.map((hop) => ({
      address: silent.includes(hop) ? null : `198.51.100.${hop}`,
      side: hop === 1 ? 'own' : hop <= 3 ? 'provider' : 'beyond',
      known: known[hop] ?? {},
    })),
    forward: losses(forward),
    back: losses(back),
    background: 0,
    truth: { links, loss: 1 - survival },
  };
}
