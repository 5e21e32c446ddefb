import type { IncidentQuery } from '../../domain/model/history-state.ts';
import { INCIDENT_CLASSES, type Incident, type IncidentEnd } from '../../domain/model/incident.ts';
import { NOTE_LENGTH, type NotedIncident } from '../../domain/model/noted-incident.ts';
import { wallMs } from '../../domain/model/units.ts';
import { HistoryError } from '../errors.ts';
import type { IncidentPageAsk } from '../requests.ts';
import { checkRange } from '../series/query.ts';
import { numberOf, numberOrNull, oneOf, type Row, textOf, textOrNull } from '../store/columns.ts';
import type { Database, Value } from '../store/database.ts';
import { parseEvidence } from './evidence.ts';
import { networkLabels } from './network.ts';

const ENDS = ['recovered', 'absorbed', 'unknown'] as const satisfies readonly IncidentEnd[];
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
/** Incidents of one page of a list that holds them all. */
const PAGE = 200;

/** One row an incident, for ever: the clear completes the raise, and a clear is never taken back. */
export function recordIncident(database: Database, incident: Incident): void {
  database.run(
    `INSERT INTO incident (id, class, since_ms, raised_ms, until_ms, "end", parent, network, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET
       until_ms = excluded.until_ms, "end" = excluded."end",
       parent = excluded.parent, evidence = excluded.evidence
     WHERE until_ms IS NULL OR excluded.until_ms IS NOT NULL`,
    incident.id,
    incident.class,
    incident.sinceMs,
    incident.raisedMs,
    incident.untilMs,
    incident.end,
    incident.parent,
    incident.network,
    JSON.stringify(incident.evidence),
  );
}

/** Newest first. A time range keeps what touches it: an incident that goes on touches everything after it. */
export function readIncidents(database: Database, query: IncidentQuery): readonly NotedIncident[] {
  const limit = query.limit ?? DEFAULT_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new HistoryError('bad-query', `limit must be a whole number from 1 to ${MAX_LIMIT}, not ${limit}.`);
  }
  const wanted: [string, Value | undefined][] = [
    ['(until_ms IS NULL OR until_ms >= ?)', query.fromMs],
    ['since_ms < ?', query.toMs],
    ['class = ?', query.class],
  ];
  const conditions: string[] = [];
  const values: Value[] = [];
  for (const [condition, value] of wanted) {
    if (value === undefined) continue;
    conditions.push(condition);
    values.push(value);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return database
    .all(`SELECT * FROM incident ${where} ORDER BY since_ms DESC, id LIMIT ?`, ...values, limit)
    .map(notedIn(database));
}

/** Everything still open, oldest first: what a new run adopts. */
export function readOpenIncidents(database: Database): readonly Incident[] {
  return database.all('SELECT * FROM incident WHERE until_ms IS NULL ORDER BY since_ms, id').map(toIncident);
}

/** Oldest first, those after the one named; none: that was all. */
export function readIncidentPage(
  database: Database,
  { fromMs, toMs, after }: IncidentPageAsk,
): readonly NotedIncident[] {
  checkRange(fromMs, toMs);
  return database
    .all(
      `SELECT * FROM incident WHERE (until_ms IS NULL OR until_ms >= ?) AND since_ms < ?
       AND (since_ms, id) > (?, ?) ORDER BY since_ms, id LIMIT ${PAGE}`,
      fromMs,
      toMs,
      after?.sinceMs ?? Number.MIN_SAFE_INTEGER,
      after?.id ?? '',
    )
    .map(notedIn(database));
}

/** The incident as it is now; null: there is none (any more). */
export function noteIncident(database: Database, id: string, note: string): NotedIncident | null {
  database.run('UPDATE incident SET note = ? WHERE id = ?', bounded(note), id);
  const row = database.get('SELECT * FROM incident WHERE id = ?', id);
  return row === undefined ? null : notedIn(database)(row);
}

/** Cut between characters, never inside one; SQLite's text ends at a NUL. */
const bounded = (note: string): string =>
  note
    .replaceAll('\0', '')
    .slice(0, NOTE_LENGTH)
    .replace(/[\uD800-\uDBFF]$/, '');

function notedIn(database: Database): (row: Row) => NotedIncident {
  const labelOf = networkLabels(database);
  return (row) => {
    const incident = toIncident(row);
    const networkLabel = labelOf(incident.network);
    const noted = { ...incident, note: textOf(row, 'note') };
    return networkLabel === undefined ? noted : { ...noted, networkLabel };
  };
}

function toIncident(row: Row): Incident {
  const until = numberOrNull(row, 'until_ms');
  return {
    id: textOf(row, 'id'),
    class: oneOf(INCIDENT_CLASSES, row, 'class'),
    sinceMs: wallMs(numberOf(row, 'since_ms')),
    raisedMs: wallMs(numberOf(row, 'raised_ms')),
    untilMs: until === null ? null : wallMs(until),
    end: row['end'] === null ? null : oneOf(ENDS, row, 'end'),
    parent: textOrNull(row, 'parent'),
    network: textOf(row, 'network'),
    evidence: parseEvidence(textOf(row, 'evidence')),
  };
}
