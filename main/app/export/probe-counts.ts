import { isEvidence, isReachable, type Outcome } from '../../domain/model/sample.ts';

export interface Counts {
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly late: number;
}

/** A single probe counted as the roll-ups count it, so that the columns of both add up. */
export function countsOf(outcome: Outcome): Counts {
  const received = isReachable(outcome) ? 1 : 0;
  const sent = isEvidence(outcome) ? 1 : 0;
  return { sent, received, lost: sent - received, late: outcome === 'late' ? 1 : 0 };
}

/** Microseconds are what is kept; more digits are only what a division left. */
export const figure = (ms: number | null): number | null =>
  ms === null ? null : Math.round(ms * 1000) / 1000;
