import type { TraceHop } from '../../model/trace.ts';
import { answers, isMostlyLate } from './read-hops.ts';
import { shareOf, sumOf, type Tally, tallyOf } from './tally.ts';

export interface LossOnset {
  /** The first hop that shares the loss. */
  readonly ttl: number;
  /** The last one before it that answers without it; null: it begins right at the start. */
  readonly cleanTtl: number | null;
  /** Nothing at all was lost before. */
  readonly spotless: boolean;
  /** Share of the packets that get lost, as the first hop behind the place has it. */
  readonly first: number;
  /** The same as the farthest that answers has it. */
  readonly last: number;
  /** All hops behind the place lose about as much. */
  readonly even: boolean;
}

/** Of the loss behind a place, the part that the hops before it may show by accident. */
const STRAY = 0.1;
/** A place is told if it explains the counts so much better than any other: 20 times as likely. */
const SURE = Math.log(20);
/** Shares that differ by no more than this part of the last one are about equal. */
const EVEN = 0.25;

/** Log-likelihood of a count under a share. */
function likelihood({ known, lost }: Tally, share: number): number {
  const of = (count: number, chance: number): number => (count === 0 ? 0 : count * Math.log(chance));
  return of(lost, share) + of(known - lost, 1 - share);
}

/** How well a path explains the counts that loses nothing but strays up to a hop, and one share from it on. */
function scoreAt(tallies: readonly Tally[], index: number): number {
  const [before, behind] = [sumOf(tallies.slice(0, index)), sumOf(tallies.slice(index))];
  const share = shareOf(behind);
  return likelihood(before, Math.min(shareOf(before), STRAY * share)) + likelihood(behind, share);
}

/** The hops that tell of traffic: not those that limit their own answers, nor those that answer too late. */
export const tellingHops = (hops: readonly TraceHop[]): readonly TraceHop[] =>
  hops.filter((hop) => answers(hop) && hop.reading !== 'rate-limited' && !isMostlyLate(hop));

/** Where loss begins, if the counts are enough to tell it from every other place. Null: they are not. */
export function lossOnset(hops: readonly TraceHop[]): LossOnset | null {
  const telling = tellingHops(hops);
  const tallies = telling.map(tallyOf);
  const scores = tallies.map((_, index) => scoreAt(tallies, index));
  const highest = Math.max(...scores);
  const best = scores.indexOf(highest);
  const [hop, own, last] = [telling[best], tallies[best], tallies.at(-1)];
  if (hop === undefined || own === undefined || last === undefined || hop.reading !== 'loss') return null;
  if (scores.some((score, index) => index !== best && highest - score < SURE)) return null;
  const end = shareOf(last);
  return {
    ttl: hop.ttl,
    cleanTtl: telling[best - 1]?.ttl ?? null,
    spotless: sumOf(tallies.slice(0, best)).lost === 0,
    first: shareOf(own),
    last: end,
    even: tallies.slice(best).every((tally) => Math.abs(shareOf(tally) - end) <= EVEN * end),
  };
}
