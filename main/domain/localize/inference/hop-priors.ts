import type { KnownHop } from '../types.ts';
import { spread, type Weighted } from './grid.ts';

/** How a kind of packet is answered: always, in part, never. Sums to 1. */
export interface Answering {
  readonly full: number;
  readonly partial: number;
  readonly never: number;
}

/** A sort of hop; who limits one kind of answer mostly limits the other as well. */
export interface HopSort {
  readonly weight: number;
  readonly reports: Answering;
  readonly pings: Answering;
}

const SORTS: readonly HopSort[] = [
  {
    weight: 0.8,
    reports: { full: 0.92, partial: 0.05, never: 0.03 },
    pings: { full: 0.87, partial: 0.03, never: 0.1 },
  },
  {
    weight: 0.2,
    reports: { full: 0.1, partial: 0.8, never: 0.1 },
    pings: { full: 0.1, partial: 0.8, never: 0.1 },
  },
];

/** Of a hop that has answered before: it may have fallen silent for a reason of its own. */
const FALLEN_SILENT = 0.003;
const REASSEMBLES = 0.75;
/** Of hops whose way home is not the path's own links; most of those lose nothing. */
const OWN_WAY_HOME = 0.12;
const OWN_WAY_LOSES = 0.25;

export function sortsOf({ answersTtlLimited, answersEcho }: KnownHop): readonly HopSort[] {
  return SORTS.map(({ weight, reports, pings }) => ({
    weight,
    reports: given(reports, answersTtlLimited),
    pings: given(pings, answersEcho),
  }));
}

function given({ full, partial, never }: Answering, answersBefore: boolean | undefined): Answering {
  if (answersBefore === undefined) return { full, partial, never };
  const silent = answersBefore ? FALLEN_SILENT : 1 - FALLEN_SILENT;
  const scale = (1 - silent) / (full + partial);
  return { full: full * scale, partial: partial * scale, never: silent };
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
