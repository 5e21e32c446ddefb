import { starting } from '../../../trace/reading/untold-trace.ts';
import { testedHops } from '../tallies.ts';
import { type ProbeCase, untestedWords } from '../untold-probe.ts';

/** Nothing was measured, so nothing is said of loss. */
export const notTestable: ProbeCase = (view) => {
  if (testedHops(view.hops).length > 0) return null;
  const words = untestedWords(view);
  return starting(
    words === null
      ? 'No boomerang could be sent, so nothing is known of this path.'
      : `This path cannot be tested with boomerangs: ${words}.`,
  );
};
