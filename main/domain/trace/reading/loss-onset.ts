import type { TraceHop } from '../../model/trace.ts';
import { answers } from './read-hops.ts';
import { shareOf, sumOf, type Tally, tallyOf } from './tally.ts';

export interface LossOnset {
  /** The first hop that shares the loss. */
  readonly ttl: number;
  /** The last one before it that answers without it; null: it begins right at the start. */
  readonly cleanTtl: number | null;
  /** Share of the packets that get lost beyond, as the farthest that answers has it. */
  readonly share: number;
}

/** Log-likelihood of a count under its own best share. */
function likelihood(tally: Tally): number {
  const share = shareOf(tally);
  if (share <= 0 || share >= 1) return 0;
  return tally.lost * Math.log(share) + (tally.known - tally.lost) * Math.log(1 - share);
}

/**
 * Where loss begins: the split of the path that explains the counts best, by one share before it and another from
 * it on. Hops that only limit their own answers tell nothing of traffic and are left out. Null: no hop reads `loss`.
 */
export function lossOnset(hops: readonly TraceHop[]): LossOnset | null {
  const telling = hops.filter((hop) => answers(hop) && hop.reading !== 'rate-limited');
  const tallies = telling.map(tallyOf);
  const scored = telling.map((hop, index) => ({
    hop,
    index,
    score: likelihood(sumOf(tallies.slice(0, index))) + likelihood(sumOf(tallies.slice(index))),
  }));
  const best = scored
    .filter(({ hop, index }) => hop.reading === 'loss' && risesAt(tallies, index))
    .toSorted((a, b) => b.score - a.score)[0];
  const last = tallies.at(-1);
  if (best === undefined || last === undefined) return null;
  return {
    ttl: best.hop.ttl,
    cleanTtl: telling[best.index - 1]?.ttl ?? null,
    share: shareOf(last),
  };
}

const risesAt = (tallies: readonly Tally[], index: number): boolean =>
  index === 0 || shareOf(sumOf(tallies.slice(index))) > shareOf(sumOf(tallies.slice(0, index)));
