import { GAP_REASONS, type Gap } from '../../domain/model/gap.ts';
import { type WallMs, wallMs } from '../../domain/model/units.ts';
import { numberOf, oneOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

/** A gap told again with a later end has grown. */
export function recordGap(database: Database, gap: Gap): void {
  database.run(
    `INSERT INTO gap (from_ms, reason, to_ms) VALUES (?, ?, ?)
     ON CONFLICT (from_ms, reason) DO UPDATE SET to_ms = max(to_ms, excluded.to_ms)`,
    gap.fromMs,
    gap.reason,
    gap.toMs,
  );
}

/** Gaps that touch [fromMs, toMs), oldest first. */
export function readGaps(database: Database, fromMs: WallMs, toMs: WallMs): readonly Gap[] {
  return database
    .all('SELECT * FROM gap WHERE to_ms > ? AND from_ms < ? ORDER BY from_ms, reason', fromMs, toMs)
    .map((row) => ({
      fromMs: wallMs(numberOf(row, 'from_ms')),
      toMs: wallMs(numberOf(row, 'to_ms')),
      reason: oneOf(GAP_REASONS, row, 'reason'),
    }));
}
