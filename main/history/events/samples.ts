import type { Sample } from '../../domain/model/sample.ts';
import { outcomeCode, type RawSample, STORED_OUTCOMES, STORED_VIAS, viaCode } from '../codec/raw-block.ts';
import { HistoryError } from '../errors.ts';
import { seriesIdOf } from '../series/catalog.ts';
import { numberOf, numberOrNull, type Row, textOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';

/** A revision carries the id of the sample it replaces, so the row of that id is written anew. */
export function recordSample(database: Database, run: number, sample: Sample): void {
  database.run(
    'INSERT OR REPLACE INTO sample (run, id, series, wall_ms, outcome, rtt_us, via, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    run,
    sample.id,
    seriesIdOf(database, sample.kind, sample.anchor),
    Math.round(sample.sentWallMs),
    outcomeCode(sample.outcome),
    toMicroseconds(sample.rttMs),
    viaCode(sample.via),
    sample.detail ?? '',
  );
}

function toMicroseconds(rttMs: number | null): number | null {
  return rttMs === null || !Number.isFinite(rttMs) ? null : Math.max(0, Math.round(rttMs * 1000));
}

export interface JournalSample extends RawSample {
  readonly series: number;
}

export function toJournalSample(row: Row): JournalSample {
  const outcome = STORED_OUTCOMES[numberOf(row, 'outcome')];
  const via = STORED_VIAS[numberOf(row, 'via')];
  if (outcome === undefined || via === undefined) {
    throw new HistoryError('damaged', 'The history file is damaged: a sample has an unknown outcome.');
  }
  return {
    series: numberOf(row, 'series'),
    run: numberOf(row, 'run'),
    id: numberOf(row, 'id'),
    wallMs: numberOf(row, 'wall_ms'),
    rttUs: numberOrNull(row, 'rtt_us'),
    detail: textOf(row, 'detail'),
    outcome,
    via,
  };
}

/** Journal and block hold different revisions of the same samples: the journal's is the later one. */
export function mergeRevisions(
  block: readonly RawSample[],
  journal: readonly RawSample[],
): readonly RawSample[] {
  if (journal.length === 0) return block;
  const byName = new Map<string, RawSample>();
  for (const sample of [...block, ...journal]) byName.set(`${sample.run} ${sample.id}`, sample);
  return [...byName.values()].sort((a, b) => a.wallMs - b.wallMs || a.run - b.run || a.id - b.id);
}
