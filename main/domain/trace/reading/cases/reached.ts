import { countOf, millisecondsText } from '../../../words/numbers.ts';
import { ASIDES } from '../asides/registry.ts';
import { tallyOf } from '../tally.ts';
import { destinationHop, good, type SentenceCase } from '../untold-trace.ts';

/** All is well, and at most one thing more that is worth a word. */
export const reached: SentenceCase = (view, period) => {
  if (!view.reached) return null;
  const hop = destinationHop(view);
  const time = hop?.rttMs === null || hop === undefined ? '' : ` in ${millisecondsText(hop.rttMs.mean)}`;
  const distance = hop === undefined ? '' : `, ${countOf(hop.ttl, 'hop')} away`;
  const answers = `${view.host} answers${time}${distance}`;
  if (period.before !== null && hop !== undefined && tallyOf(hop).lost === 0) {
    return good(
      `All is well ${view.status === 'running' ? 'now' : 'at the end'}: ${answers}; ${period.before}.`,
    );
  }
  for (const aside of ASIDES) {
    const words = aside(view, period);
    if (words !== null) return good(`${answers}; ${words}.`);
  }
  return good(`All is well: ${answers}.`);
};
