import type { RoundTargets } from './reach.ts';

export interface ScheduledProbe {
  readonly ttl: number;
  readonly far: boolean;
  readonly dueMono: number;
}

/** The golden section: the offsets of one distance in successive rounds are spread evenly, whatever their number. */
const TURN = (Math.sqrt(5) - 1) / 2;
/** The part of a round in which probes are sent; the rest keeps two rounds apart. */
const SPAN = 0.9;

/** Spreads a round's probes evenly over it, each time beginning elsewhere. Sorted by `dueMono`. */
export function scheduleRound(
  targets: RoundTargets,
  maxHops: number,
  round: number,
  startMono: number,
  intervalMs: number,
): readonly ScheduledProbe[] {
  const near = Array.from({ length: targets.to }, (_, index) => ({ ttl: index + 1, far: false }));
  const scouts = targets.scouts.map((ttl) => ({ ttl, far: false }));
  const probes = [...near, ...scouts, ...(targets.far ? [{ ttl: maxHops, far: true }] : [])];
  return probes
    .map((probe, index) => {
      const phase = (index / probes.length + round * TURN) % 1;
      return { ...probe, dueMono: startMono + phase * SPAN * intervalMs };
    })
    .toSorted((a, b) => a.dueMono - b.dueMono);
}
