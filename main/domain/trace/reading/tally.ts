import type { TraceHop } from '../../model/trace.ts';
import { wilson95 } from '../../statistics/wilson.ts';

/** Probes whose fate is known, and how many of them were lost. */
export interface Tally {
  readonly known: number;
  readonly lost: number;
}

/** A hop tells its loss as a share: the numbers behind it are what the comparisons need. */
export function tallyOf(hop: TraceHop): Tally {
  if (hop.lossPercent === null) return { known: 0, lost: 0 };
  const share = hop.lossPercent / 100;
  if (share >= 1) return { known: hop.sent, lost: hop.sent };
  const answered = hop.received + hop.late;
  const known = Math.max(answered, Math.min(hop.sent, Math.round(answered / (1 - share))));
  return { known, lost: known - answered };
}

export const sumOf = (tallies: readonly Tally[]): Tally => ({
  known: tallies.reduce((sum, { known }) => sum + known, 0),
  lost: tallies.reduce((sum, { lost }) => sum + lost, 0),
});

export const shareOf = ({ known, lost }: Tally): number => (known === 0 ? 0 : lost / known);

/**
 * Whether `one` loses more than `other` beyond chance: the lower end of Newcombe's interval for the difference of
 * two shares (Statistics in Medicine 17, 1998, method 10), which is made of both Wilson intervals. `widen`
 * stretches the interval where many comparisons are made and one alone would be right too often by chance.
 */
export function losesMore(one: Tally, other: Tally, widen = 1): boolean {
  if (one.known === 0 || other.known === 0) return false;
  const [low] = wilson95(one.lost, one.known);
  const [, high] = wilson95(other.lost, other.known);
  const [a, b] = [shareOf(one), shareOf(other)];
  return a - b > widen * Math.hypot(a - low, high - b);
}
