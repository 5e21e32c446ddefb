import type { TraceEngine, TracePlan } from '../types.ts';
import { ContinuousEngine } from './continuous/continuous-engine.ts';
import { OnceEngine } from './once/once-engine.ts';

/** Modes `once` and `continuous`; the figures of the policy are in figures.ts. */
export function createPathEngine(plan: TracePlan): TraceEngine {
  const possible = withinReason(plan);
  return plan.mode === 'continuous' ? new ContinuousEngine(possible) : new OnceEngine(possible);
}

/** A plan by which nothing could be sent, or more than a TTL can say, would never end. */
function withinReason(plan: TracePlan): TracePlan {
  const { expectedHops } = plan;
  return {
    ...plan,
    maxHops: Math.min(255, Math.max(1, Math.floor(plan.maxHops))),
    queries: Math.max(1, Math.floor(plan.queries)),
    window: Math.max(1, plan.window),
    timeoutMs: Math.max(1, plan.timeoutMs),
    intervalMs: Math.max(1, plan.intervalMs),
    expectedHops: expectedHops !== null && expectedHops >= 1 ? Math.floor(expectedHops) : null,
  };
}
