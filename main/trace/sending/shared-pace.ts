import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { ProbeSender } from '../../helper-client/types.ts';
import type { Clock } from '../../monitor/types.ts';
import { Pace, type Rate } from './pace.ts';

/** Below what the helper refuses, since its clock and ours are not the same. */
export const PROBE_RATE: Rate = {
  perSecond: LIMITS.probeRatePerSecond * 0.8,
  burst: LIMITS.probeRateBurst * 0.5,
};

const paces = new WeakMap<ProbeSender, Pace>();

/** One for all traces that send through the same helper. */
export function paceOf(sender: ProbeSender, clock: Clock): Pace {
  const known = paces.get(sender);
  if (known !== undefined) return known;
  const pace = new Pace(clock, PROBE_RATE);
  paces.set(sender, pace);
  return pace;
}
