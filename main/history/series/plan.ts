import type { SeriesAnswer, SeriesQuery } from '../../domain/model/series.ts';
import { decodeRollups } from '../codec/rollup-block.ts';
import { bytesOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';
import { firstKey, HOUR, type Level, MINUTE, placeOf } from '../store/levels.ts';

export type Resolution = SeriesAnswer['resolution'];

const SECOND = 1000;
const DAY = 24 * HOUR.stepMs;
/** Widths that people can read off an axis; each is a whole number of the rows below it. */
const WIDTHS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE.stepMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR.stepMs),
  ...[1, 2, 7, 14, 28].map((days) => days * DAY),
];

/** Exact percentiles up to here: 18 series give 130,000 samples. */
const RAW_SPAN = 2 * HOUR.stepMs;
/** Minutes read for one answer, all series together: what keeps it below 150 ms with room to spare. */
const MAX_MINUTES = 60_000;
/** One kind with three anchors may show three weeks of minutes, but no axis needs them. */
const MINUTE_SPAN = 8 * DAY;
const STEP: Readonly<Record<Resolution, number>> = {
  raw: SECOND,
  minute: MINUTE.stepMs,
  hour: HOUR.stepMs,
};

export interface Plan {
  readonly resolution: Resolution;
  readonly bucketMs: number;
  /** Whole buckets: multiples of `bucketMs` since the epoch (UTC). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly buckets: number;
}

/** Start of what is kept at each resolution, epoch milliseconds; null: nothing yet. */
export interface Kept {
  readonly raw: number | null;
  readonly minute: number | null;
  readonly hour: number | null;
}

export function keptSince(database: Database): Kept {
  return {
    raw: firstOf(database, 'raw_minute', MINUTE.stepMs),
    minute: earlier(firstInBlocks(database, MINUTE), firstOf(database, MINUTE.rows, MINUTE.stepMs)),
    hour: earlier(firstInBlocks(database, HOUR), firstOf(database, HOUR.rows, HOUR.stepMs)),
  };
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

function firstOf(database: Database, table: string, stepMs: number): number | null {
  const key = database.value(`SELECT min(key) FROM ${table}`);
  return typeof key === 'number' ? placeOf(key) * stepMs : null;
}

/** A block may begin long before its first entry. */
function firstInBlocks(database: Database, level: Level): number | null {
  const oldest = database.value(`SELECT min(key) FROM ${level.blocks}`);
  if (typeof oldest !== 'number') return null;
  const block = placeOf(oldest);
  let first = level.stepsPerBlock;
  const rows = database.all(
    `SELECT payload FROM ${level.blocks} WHERE key >= ? AND key < ?`,
    firstKey(block),
    firstKey(block + 1),
  );
  for (const row of rows) {
    decodeRollups(bytesOf(row, 'payload'), (step) => {
      first = Math.min(first, step);
      return null;
    });
  }
  return (block * level.stepsPerBlock + first) * level.stepMs;
}

/**
 * The finest rows that the length of the range allows and that reach back to its start. At most one bucket
 * more than `points`, since buckets are aligned and the range is not.
 */
export function planOf(query: SeriesQuery, kept: Kept, seriesCount: number): Plan {
  const wanted = widthOf((query.toMs - query.fromMs) / query.points);
  const resolution = resolutionOf(query, wanted, kept, seriesCount);
  const bucketMs = Math.max(wanted, STEP[resolution]);
  const fromMs = Math.floor(query.fromMs / bucketMs) * bucketMs;
  // Just before 1970 the product is -0, which is not the same as 0 to everyone.
  const toMs = Math.ceil(query.toMs / bucketMs) * bucketMs + 0;
  return { resolution, bucketMs, fromMs, toMs, buckets: Math.round((toMs - fromMs) / bucketMs) };
}

/** Wide buckets are made of hours wherever hours are: sketches merge without loss. */
function resolutionOf(query: SeriesQuery, bucketMs: number, kept: Kept, seriesCount: number): Resolution {
  const span = query.toMs - query.fromMs;
  if (span <= RAW_SPAN && reaches(query.fromMs, kept.raw, kept.minute, MINUTE.stepMs)) return 'raw';
  const minutes = (span / MINUTE.stepMs) * seriesCount;
  const affordable = span <= RAW_SPAN || (span <= MINUTE_SPAN && minutes <= MAX_MINUTES);
  const needed = bucketMs < HOUR.stepMs;
  if (!affordable || !needed) return 'hour';
  return reaches(query.fromMs, kept.minute, kept.hour, HOUR.stepMs) ? 'minute' : 'hour';
}

/** Rows reach back far enough when they start before the range, or when the coarser ones know no more. */
function reaches(fromMs: number, fine: number | null, coarse: number | null, coarseStepMs: number): boolean {
  if (coarse === null) return true;
  return fine !== null && (fine <= fromMs || fine - coarseStepMs < coarse);
}

function widthOf(atLeastMs: number): number {
  const width = WIDTHS.find((candidate) => candidate >= atLeastMs);
  return width ?? Math.ceil(atLeastMs / (28 * DAY)) * 28 * DAY;
}
