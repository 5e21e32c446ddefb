import type { TracePlan } from '../../types.ts';
import { PATIENCE_GRACE_MS, PATIENCE_KNOWN, PATIENCE_UNKNOWN } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { ProbeRecord } from '../probe-book.ts';

/**
 * How long a probe is waited for, ms from its sending; never beyond the plan's time limit. While nothing has
 * answered at all the limit alone counts.
 */
export function patienceMs(record: ProbeRecord, plan: TracePlan, finder: PathEndFinder): number {
  if (!finder.anyAnswer) return plan.timeoutMs;
  const isBehindKnown = finder.end() !== null || finder.far !== null || record.ttl < finder.farthest;
  const { times, leastMs } = isBehindKnown ? PATIENCE_KNOWN : PATIENCE_UNKNOWN;
  const wanted = Math.max(leastMs, times * finder.longestMs) + PATIENCE_GRACE_MS;
  return Math.min(plan.timeoutMs, wanted);
}
