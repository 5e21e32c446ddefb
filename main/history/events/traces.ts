import {
  TRACE_DIRECTIONS,
  TRACE_METHODS,
  TRACE_REASONS,
  type TraceReason,
  type TraceSummary,
  type TraceView,
} from '../../domain/model/trace.ts';
import { wallMs } from '../../domain/model/units.ts';
import { decodeTrace, encodeTrace } from '../codec/trace-block.ts';
import { SENTENCE_STATES } from '../codec/trace-shape.ts';
import { HistoryError } from '../errors.ts';
import { bytesOf, numberOf, oneOf, type Row, textOf, textOrNull } from '../store/columns.ts';
import type { Database } from '../store/database.ts';
import { failureCode } from '../store/failures.ts';
import type { TracedPath } from '../types.ts';

/** A trace on its way to the file. */
export interface TraceEntry {
  readonly type: 'trace';
  readonly view: TraceView;
  readonly reason: TraceReason;
  readonly incident: string | null;
  /** May be the baseline of its path. */
  readonly healthy: boolean;
}

export interface TracesQuery {
  readonly limit: number;
  readonly incident?: string;
}

const MAX_LIMIT = 1000;
/** Baselines that are tried before a path counts as one that has none. */
const BASELINES_TRIED = 5;
const SUMMARY =
  'id, at_ms, direction, host, address, relay, family, method, network, reached, hops, reason, incident, state, sentence';

/** How far it got: the distance of the last hop that answered; 0: none did. */
const distanceOf = ({ hops }: TraceView): number => hops.findLast(({ nodes }) => nodes.length > 0)?.ttl ?? 0;

/** Told again under its id it takes the place of what it was. */
export function recordTrace(database: Database, entry: TraceEntry): void {
  const { view, reason, incident, healthy } = entry;
  database.run(
    `INSERT OR REPLACE INTO trace (id, at_ms, direction, host, address, relay, family, method, network, reached,
       hops, reason, incident, baseline, healthy, state, sentence, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    view.id,
    Math.round(view.startedMs),
    view.direction,
    view.host,
    view.destination.address,
    view.relay?.address ?? null,
    view.family,
    view.method,
    view.network,
    Number(view.reached),
    distanceOf(view),
    reason,
    incident,
    view.comparison?.baseline.id ?? null,
    Number(healthy),
    view.sentence.state,
    view.sentence.text,
    encodeTrace(view),
  );
}

/**
 * Newest first. Of an incident: those taken at its onset and the healthy ones they were compared with, all told as
 * belonging to it. A damaged row is passed over: it must not hide the others.
 */
export function readTraces(database: Database, { limit, incident }: TracesQuery): readonly TraceSummary[] {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    throw new HistoryError('bad-query', `limit must be a whole number from 1 to ${MAX_LIMIT}, not ${limit}.`);
  }
  const rows =
    incident === undefined
      ? database.all(`SELECT ${SUMMARY} FROM trace ORDER BY at_ms DESC, id DESC LIMIT ?`, limit)
      : database.all(
          `SELECT ${SUMMARY} FROM trace
           WHERE incident = ? OR id IN (SELECT baseline FROM trace WHERE incident = ?)
           ORDER BY at_ms DESC, id DESC LIMIT ?`,
          incident,
          incident,
          limit,
        );
  const summaries = rows.flatMap((row) => unlessDamaged(() => toSummary(row)) ?? []);
  return incident === undefined ? summaries : summaries.map((one) => ({ ...one, incident }));
}

/** Null: there is none (any more). Throws `damaged` when it can't be read. */
export function readTrace(database: Database, id: string): TraceView | null {
  const row = database.get('SELECT body FROM trace WHERE id = ?', id);
  if (row === undefined) return null;
  const view = unlessDamaged(() => decodeTrace(bytesOf(row, 'body')));
  if (view !== null) return view;
  throw new HistoryError('damaged', 'This trace can no longer be read: its place in the history is damaged.');
}

/** The newest readable one of that path; null: there is none. */
export function readHealthyTrace(database: Database, path: TracedPath): TraceView | null {
  const rows = database.all(
    `SELECT body FROM trace WHERE healthy = 1 AND address = ? AND network = ? AND method = ? AND at_ms < ?
     ORDER BY at_ms DESC LIMIT ${BASELINES_TRIED}`,
    path.address,
    path.network,
    path.method,
    path.beforeMs,
  );
  for (const row of rows) {
    const view = unlessDamaged(() => decodeTrace(bytesOf(row, 'body')));
    if (view !== null) return view;
  }
  return null;
}

function unlessDamaged<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (failureCode(error) === 'damaged') return null;
    throw error;
  }
}

function toSummary(row: Row): TraceSummary {
  return {
    id: textOf(row, 'id'),
    atMs: wallMs(numberOf(row, 'at_ms')),
    direction: oneOf(TRACE_DIRECTIONS, row, 'direction'),
    host: textOf(row, 'host'),
    address: textOf(row, 'address'),
    relay: textOrNull(row, 'relay'),
    family: numberOf(row, 'family') === 6 ? 6 : 4,
    method: oneOf(TRACE_METHODS, row, 'method'),
    network: textOf(row, 'network'),
    reached: numberOf(row, 'reached') === 1,
    hops: numberOf(row, 'hops'),
    reason: oneOf(TRACE_REASONS, row, 'reason'),
    incident: textOrNull(row, 'incident'),
    sentence: { state: oneOf(SENTENCE_STATES, row, 'state'), text: textOf(row, 'sentence') },
  };
}
