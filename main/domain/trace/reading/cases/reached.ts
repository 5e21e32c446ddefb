import { countOf, millisecondsText } from '../../../words/numbers.ts';
import { ASIDES } from '../asides/registry.ts';
import { destinationHop, good, type SentenceCase } from '../untold-trace.ts';

/** All is well, and at most one thing more that is worth a word. */
export const reached: SentenceCase = (view) => {
  if (!view.reached) return null;
  const hop = destinationHop(view);
  const time = hop?.rttMs === null || hop === undefined ? '' : ` in ${millisecondsText(hop.rttMs.mean)}`;
  const distance = hop === undefined ? '' : `, ${countOf(hop.ttl, 'hop')} away`;
  for (const aside of ASIDES) {
    const words = aside(view);
    if (words !== null) return good(`${view.host} answers${time}${distance}; ${words}.`);
  }
  return good(`All is well: ${view.host} answers${time}${distance}.`);
};
