import type { HopReading, TraceHop } from '../../model/trace.ts';
import { losesMore, sumOf, type Tally, tallyOf } from './tally.ts';

/** One lost packet is no pattern. */
const LOST_AT_LEAST = 2;
/** Many comparisons are made on one path, again and again: each alone must be surer (three standard deviations). */
const WIDEN = 1.5;
/** Without the destination's word this many later hops have to share the loss: two that spare their answers are common. */
const WITNESSES = 2;

/** Whether the hop ever answered. */
export const answers = (hop: TraceHop): boolean => hop.received > 0 || hop.nodes.length > 0;

/** Most answers came after the time limit, so what is missing may only be later still: no loss can be told. */
export const isMostlyLate = ({ received, late }: TraceHop): boolean => late > received;

/** Packets that a hop really loses never get to the later ones, so none of those can lose clearly fewer. */
function clearedBy(own: Tally, later: readonly Tally[]): boolean {
  const together = sumOf(later);
  // Where the later hops lose nothing at all there is nothing that could be shared, so few probes suffice.
  if (losesMore(own, together, together.lost === 0 ? 1 : WIDEN)) return true;
  return later.some((tally) => losesMore(own, tally, WIDEN));
}

function readOne(hop: TraceHop, later: readonly TraceHop[], reached: boolean): HopReading {
  const own = tallyOf(hop);
  if (own.known === 0) return 'unknown';
  if (!answers(hop)) return 'silent';
  if (own.lost === 0) return 'clean';
  if (own.lost < LOST_AT_LEAST || isMostlyLate(hop)) return 'unknown';
  const tallies = later.map(tallyOf).filter(({ known }) => known > 0);
  const last = tallies.at(-1);
  if (last === undefined) return reached ? 'loss' : 'unknown';
  if (clearedBy(own, tallies)) return 'rate-limited';
  const witnessed = reached ? last.lost > 0 : tallies.length >= WITNESSES;
  return witnessed && sumOf(tallies).lost >= LOST_AT_LEAST && tallies.every(({ lost }) => lost > 0)
    ? 'loss'
    : 'unknown';
}

/** Behind a hop that loses, those that lose too little or have too few witnesses of their own share that loss. */
function inheritLoss(hops: readonly TraceHop[], leastLost: number): readonly TraceHop[] {
  const first = hops.find(({ reading }) => reading === 'loss');
  if (first === undefined) return hops;
  const shares = (hop: TraceHop): boolean =>
    hop.ttl > first.ttl &&
    hop.reading === 'unknown' &&
    tallyOf(hop).lost >= leastLost &&
    !isMostlyLate(hop) &&
    !losesMore(tallyOf(hop), tallyOf(first));
  return hops.map((hop) => (shares(hop) ? { ...hop, reading: 'loss' as const } : hop));
}

/**
 * Sets what the figures of each hop mean. A hop's loss is loss only if every later hop that answers, and the
 * destination, lose as well; if they clearly do not (Wilson's intervals at 95 %), it only limits its own answers.
 * What can be neither shown nor excluded is `unknown`, so a hop that saves its answers is never called lossy for
 * want of probes. The destination has nobody after it: what it loses is loss.
 *
 * `hops` in the order of their distance; with `reached` the last one is the destination. With `isOver` nothing is
 * waited for any more: a hop that never answered is silent, though it may not be known of its probes that they are lost.
 */
export function readHops(hops: readonly TraceHop[], reached: boolean, isOver = false): readonly TraceHop[] {
  const last = hops.at(-1);
  // A destination may answer from beyond a silent stretch: then no hop speaks for it.
  const witnessed = reached && last !== undefined && answers(last);
  const read = hops.map((hop, index) => ({
    ...hop,
    reading:
      isOver && hop.sent > 0 && !answers(hop)
        ? ('silent' as const)
        : readOne(hop, hops.slice(index + 1).filter(answers), witnessed),
  }));
  // With the destination's word for it, one lost probe more fits in.
  return inheritLoss(read, witnessed ? 1 : LOST_AT_LEAST);
}
