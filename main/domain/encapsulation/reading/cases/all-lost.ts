import { outage } from '../../../trace/reading/untold-trace.ts';
import { testedHops } from '../tallies.ts';
import { type ProbeCase, placeWords, untestedTail } from '../untold-probe.ts';

/** Nothing came home from some hop on, though that one unwraps packets. */
export const allLost: ProbeCase = (view) => {
  const tested = testedHops(view.hops);
  const at = tested.findIndex(({ survived }) => survived === 0);
  const [before, first] = [tested[at - 1], tested[at]];
  // A hop behind it from which some came home would have them pass where none do.
  if (first === undefined || before === undefined || tested.slice(at).some(({ survived }) => survived > 0))
    return null;
  const beyond = `${placeWords(view, first.index)}${tested.length > at + 1 ? ' or beyond' : ''}`;
  const where = before.index === 0 ? '' : `Packets come home from ${placeWords(view, before.index)}, but `;
  const none = `${where === '' ? 'No' : 'no'} packet came home that was sent to turn round at ${beyond}`;
  return outage(`${where}${none}: all get lost on that stretch, there or back${untestedTail(view)}.`);
};
