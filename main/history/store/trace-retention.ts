import type { Database } from './database.ts';

/** How many are kept of each reason, and of the baselines of one path. */
export interface TraceCounts {
  readonly asked: number;
  readonly incident: number;
  readonly baseline: number;
  readonly perPath: number;
}

export const KEPT_TRACES: TraceCounts = { asked: 500, incident: 1000, baseline: 500, perPath: 4 };
/** Of all bodies together. */
export const KEPT_TRACE_BYTES = 32 * 1024 * 1024;

/** A healthy one stays as long as a trace of an incident was compared with it. */
const COMPARED = 'SELECT baseline FROM trace WHERE incident IS NOT NULL AND baseline IS NOT NULL';

/** Too old, unless its incident is still there. */
export function cutOldTraces(database: Database, beforeMs: number): boolean {
  const removed = database.run(
    `DELETE FROM trace WHERE at_ms < ? AND id NOT IN (${COMPARED})
     AND (incident IS NULL OR NOT EXISTS (SELECT 1 FROM incident WHERE incident.id = trace.incident))`,
    beforeMs,
  );
  return removed > 0;
}

/** Too many, the oldest of each reason first. */
export function cutManyTraces(database: Database, kept: TraceCounts = KEPT_TRACES): boolean {
  const removed =
    database.run(
      `DELETE FROM trace WHERE id IN (
         SELECT id FROM (
           SELECT id, row_number() OVER (PARTITION BY address, network, method ORDER BY at_ms DESC) AS place
           FROM trace WHERE reason = 'baseline'
         ) WHERE place > ?
       ) AND id NOT IN (${COMPARED})`,
      kept.perPath,
    ) +
    cutReason(database, 'asked', kept.asked) +
    cutReason(database, 'incident', kept.incident) +
    cutReason(database, 'baseline', kept.baseline);
  return removed > 0;
}

function cutReason(database: Database, reason: string, keep: number): number {
  return database.run(
    `DELETE FROM trace WHERE id IN (
       SELECT id FROM trace WHERE reason = ? ORDER BY at_ms DESC, id DESC LIMIT -1 OFFSET ?
     ) AND id NOT IN (${COMPARED})`,
    reason,
    keep,
  );
}

/** Too large together: the oldest go first, those of incidents and what they were compared with last. */
export function cutLargeTraces(database: Database, maxBytes: number = KEPT_TRACE_BYTES): boolean {
  const removed = database.run(
    `DELETE FROM trace WHERE id IN (
       SELECT id FROM (
         SELECT id, sum(length(body)) OVER (
           ORDER BY (incident IS NOT NULL OR id IN (${COMPARED})) DESC, at_ms DESC, id DESC
           ROWS UNBOUNDED PRECEDING
         ) AS total FROM trace
       ) WHERE total > ?
     )`,
    maxBytes,
  );
  return removed > 0;
}
