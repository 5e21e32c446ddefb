import type { KnownHop } from '../types.ts';
import { DEAD_INDEX, spread, type Weighted } from './grid.ts';

/** Shares of hops by what they do with a kind of packet, where nothing is known of this one. */
const MUTE = 0.15;
const LIMITED = 0.2;
/** Of a hop that has answered before: it may have fallen silent for a reason of its own. */
const FALLEN_SILENT = 0.003;
const REASSEMBLES = 0.75;
/** Of hops whose way home is not the path's own links; most of those lose nothing. */
const OWN_WAY_HOME = 0.08;
const OWN_WAY_LOSES = 0.3;

/** Willingness to answer: fully, in part, not at all. The first entry is "fully". */
export function willingness(answersBefore: boolean | undefined): readonly Weighted[] {
  const mute = answersBefore === undefined ? MUTE : answersBefore ? FALLEN_SILENT : 1 - FALLEN_SILENT;
  const limited = LIMITED * (1 - mute);
  return [{ index: 0, weight: 1 - mute - limited }, ...spread(limited), { index: DEAD_INDEX, weight: mute }];
}

export function reassembles({ reassembles: known }: KnownHop): number {
  return known === undefined ? REASSEMBLES : known ? 0.99 : 0;
}

/**
 * Ways home that share nothing with the path; `weight` sums to the probability that this hop has one. The way home of
 * the destination is the path's way back by definition.
 */
export function ownWaysHome(isDestination: boolean): readonly Weighted[] {
  if (isDestination) return [];
  return [{ index: 0, weight: OWN_WAY_HOME * (1 - OWN_WAY_LOSES) }, ...spread(OWN_WAY_HOME * OWN_WAY_LOSES)];
}
