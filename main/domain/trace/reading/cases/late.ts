import { summarize } from '../../../statistics/summary.ts';
import { millisecondsText } from '../../../words/numbers.ts';
import { isMostlyLate } from '../read-hops.ts';
import { tallyOf } from '../tally.ts';
import { degraded, destinationHop, type SentenceCase } from '../untold-trace.ts';

/** Answers that come after the time limit: what has not come yet need not be lost. */
export const late: SentenceCase = (view) => {
  const hop = destinationHop(view);
  if (hop === undefined || !isMostlyLate(hop)) return null;
  const times = summarize(hop.samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs])));
  const after = times === null ? '' : ` (after ${millisecondsText(times.mean)})`;
  const unknown = tallyOf(hop).lost > 0 ? ', so what gets lost cannot be told; allow more time' : '';
  return degraded(`${view.host} answers later than the time limit of this trace${after}${unknown}.`);
};
