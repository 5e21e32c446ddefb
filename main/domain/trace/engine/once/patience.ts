import type { TracePlan } from '../../types.ts';
import { OWED_MS, PATIENCE_GRACE_MS, PATIENCE_KNOWN, PATIENCE_UNKNOWN } from '../figures.ts';
import type { PathEndFinder } from '../path-end.ts';
import type { ProbeRecord } from '../probe-book.ts';

/**
 * How long a probe is waited for, ms from its sending. Not waiting says nothing of a hop that never answered; where
 * one that answers is concerned (`isHeard`), only the time limit makes a loss. It also counts while nothing has
 * answered at all.
 */
export function patienceMs(
  record: ProbeRecord,
  isHeard: boolean,
  plan: TracePlan,
  finder: PathEndFinder,
): number {
  if (isHeard) return plan.timeoutMs + OWED_MS;
  const limitMs = plan.timeoutMs + PATIENCE_GRACE_MS;
  if (!finder.anyAnswer) return limitMs;
  const end = finder.end();
  // What keeps a lone SYN from its answer is over when the server has sent its own a second time (see LoneQueries).
  const isBehindKnown = record.alone
    ? end !== null && record.ttl < end.ttl
    : end !== null || finder.far !== null || record.ttl < finder.farthest;
  const { times, leastMs } = isBehindKnown ? PATIENCE_KNOWN : PATIENCE_UNKNOWN;
  return Math.min(limitMs, Math.max(leastMs, times * finder.longestMs) + PATIENCE_GRACE_MS);
}
