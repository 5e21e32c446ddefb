import { decodeRaw, type RawSample } from '../codec/raw-block.ts';
import { Rollup } from '../codec/rollup.ts';
import { type JournalSample, mergeRevisions, toJournalSample } from '../events/samples.ts';
import { bytesOf, type Row } from './columns.ts';
import type { Database } from './database.ts';
import { keyOf, MINUTE, stepOf } from './levels.ts';

/** Journal samples of one series and minute. */
export interface MinuteSamples {
  readonly series: number;
  readonly minute: number;
  readonly samples: readonly JournalSample[];
}

/** The journal's samples sent in [fromMs, toMs), by series and minute; at most about `limit` samples. */
export function journalMinutes(
  database: Database,
  fromMs: number,
  toMs: number,
  limit: number,
): readonly MinuteSamples[] {
  const rows = database.all(
    'SELECT * FROM sample WHERE wall_ms >= ? AND wall_ms < ? LIMIT ?',
    fromMs,
    toMs,
    limit,
  );
  return groupByMinute(rows);
}

function groupByMinute(rows: readonly Row[]): readonly MinuteSamples[] {
  const groups = new Map<number, JournalSample[]>();
  for (const row of rows) {
    const sample = toJournalSample(row);
    const key = keyOf(stepOf(MINUTE, sample.wallMs), sample.series);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [sample]);
    else group.push(sample);
  }
  const found: MinuteSamples[] = [];
  for (const samples of groups.values()) {
    const [first] = samples;
    if (first === undefined) continue;
    found.push({ series: first.series, minute: stepOf(MINUTE, first.wallMs), samples });
  }
  return found.sort((a, b) => a.minute - b.minute || a.series - b.series);
}

/** The settled samples of a minute; null when there is no block (never was, or retention took it). */
export function readRawMinute(database: Database, series: number, minute: number): RawSample[] | null {
  const row = database.get('SELECT payload FROM raw_minute WHERE key = ?', keyOf(minute, series));
  return row === undefined ? null : decodeRaw(bytesOf(row, 'payload'));
}

/** Block and journal of a minute together, as roll-up. */
export function rollupOf(block: readonly RawSample[], journal: readonly RawSample[]): Rollup {
  const rollup = new Rollup();
  for (const sample of mergeRevisions(block, journal)) rollup.add(sample.outcome, sample.rttUs);
  return rollup;
}
