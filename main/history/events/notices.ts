import { wallMs } from '../../domain/model/units.ts';
import { DELIVERIES, NOTICE_KINDS, type Notice } from '../../domain/notices/types.ts';
import { HistoryError } from '../errors.ts';
import { numberOf, oneOf, textOf, textOrNull } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

const MAX_LIMIT = 1000;

/** A notice told again under its id says how it went: shown after all, or failed. */
export function recordNotice(database: Database, notice: Notice): void {
  database.run(
    `INSERT OR REPLACE INTO notice (id, kind, incident, at_ms, title, body, delivery)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    notice.id,
    notice.kind,
    notice.incident,
    Math.round(notice.atMs),
    notice.title,
    notice.body,
    notice.delivery,
  );
}

/** Newest first. */
export function readNotices(database: Database, limit: number): readonly Notice[] {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new HistoryError('bad-query', `limit must be a whole number from 1 to ${MAX_LIMIT}, not ${limit}.`);
  }
  return database.all('SELECT * FROM notice ORDER BY at_ms DESC, id DESC LIMIT ?', limit).map((row) => ({
    id: textOf(row, 'id'),
    kind: oneOf(NOTICE_KINDS, row, 'kind'),
    incident: textOrNull(row, 'incident'),
    atMs: wallMs(numberOf(row, 'at_ms')),
    title: textOf(row, 'title'),
    body: textOf(row, 'body'),
    delivery: oneOf(DELIVERIES, row, 'delivery'),
  }));
}
