import { SEGMENT_SHARE } from './belief.ts';
import { canTrain, faultByHop, isTight } from './sending/worth.ts';
import type { Belief, PathHop } from './types.ts';

/** What a fault must be believed in before anybody is blamed. */
export const FAULT_SURE = 0.999;
export const DEAD_SURE = 0.95;
/** And not believed in, before a path is called sound. */
export const NO_FAULT_SURE = 0.03;
/** The loss that must have been visible for that. */
const SOUND_DETECTABLE = 0.012;

/** Some hop behind the fault puts fragments together. */
export function canTellDirection(hops: readonly PathHop[], belief: Belief): boolean {
  const byHop = faultByHop(belief.links, belief.fault);
  return hops.some((hop, at) => {
    const of = belief.hops[at];
    return of !== undefined && (byHop[at] ?? 0) > 0.9 && of.tests.echo.answered > 0 && canTrain(hop, of);
  });
}

export const isFaultSure = (belief: Belief): boolean =>
  belief.fault >= FAULT_SURE && belief.segmentShare >= SEGMENT_SHARE;

/** Nothing that could still be sent would change the verdict. */
export function isSure(hops: readonly PathHop[], belief: Belief): boolean {
  if (belief.fault <= NO_FAULT_SURE) return belief.detectable <= SOUND_DETECTABLE;
  if (!isFaultSure(belief) || !isTight(hops, belief)) return false;
  return belief.direction !== 'unknown' || belief.dead >= DEAD_SURE || !canTellDirection(hops, belief);
}
