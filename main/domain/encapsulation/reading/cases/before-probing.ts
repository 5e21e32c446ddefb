import { starting } from '../../../trace/reading/untold-trace.ts';
import { testedHops } from '../tallies.ts';
import type { ProbeCase } from '../untold-probe.ts';

/** Rounds that must be over before anything is concluded from them while more are to come. */
const ROUNDS_TO_JUDGE = 3;

export const failed: ProbeCase = ({ trouble }) => (trouble === null ? null : starting(trouble));

/** Under way, or stopped before it could tell. */
export const tooEarly: ProbeCase = (view) => {
  if (view.status === 'running') {
    if (view.phase === 'tracing') return starting('Finding the path first.');
    if (view.phase === 'calibrating')
      return starting('Asking each hop whether it unwraps packets in IP-in-IP.');
    const isTestable = view.hops.some(({ notTestable }) => notTestable === null);
    const isEarly = view.rounds < Math.min(ROUNDS_TO_JUDGE, view.count);
    return isTestable && isEarly ? starting('Sending the first boomerangs.') : null;
  }
  const isTold = testedHops(view.hops).length > 0 || view.status === 'done';
  return isTold ? null : starting('Stopped before anything came home: cannot tell yet.');
};
