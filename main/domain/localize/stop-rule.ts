import { DEAD_SEGMENT_SHARE, DEAD_SURE, SEGMENT_SHARE } from './belief.ts';
import { canTrain, faultByHop, isTight } from './sending/worth.ts';
import type { Belief, PathHop } from './types.ts';

/** What a fault must be believed in before anybody is blamed. */
export const FAULT_SURE = 0.999;
/** And not believed in, before a path is called sound. */
export const NO_FAULT_SURE = 0.05;
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
  belief.fault >= FAULT_SURE &&
  belief.segmentShare >= (belief.dead >= DEAD_SURE ? DEAD_SEGMENT_SHARE : SEGMENT_SHARE);

/**
 * What must be believed to stop early: who stops as soon as a threshold is crossed is wrong as often as it allows, who
 * goes on to the end mostly gets far beyond it.
 */
const EARLY = { fault: 0.9995, segment: 0.995, direction: 0.995 };

/** Nothing that could still be sent would change the verdict. */
export function isSure(hops: readonly PathHop[], belief: Belief): boolean {
  if (belief.fault <= NO_FAULT_SURE) return belief.detectable <= SOUND_DETECTABLE;
  if (belief.dead >= DEAD_SURE && isFaultSure(belief)) return isTight(hops, belief);
  if (belief.fault < EARLY.fault || belief.segmentShare < EARLY.segment || !isTight(hops, belief))
    return false;
  const isDirectionSure =
    belief.direction !== 'unknown' && Math.max(...Object.values(belief.directions)) >= EARLY.direction;
  return isDirectionSure || !canTellDirection(hops, belief);
}
