import type { Retention } from '../types.ts';
import type { Database } from './database.ts';
import { blockOf, firstKey, HOUR, type Level, MINUTE, stepOf } from './levels.ts';
import { cutLargeTraces, cutManyTraces, cutOldTraces } from './trace-retention.ts';

export type Limits = Retention;

const HOUR_MS = HOUR.stepMs;
const DAY_MS = 24 * HOUR_MS;
/** Rows cut off in one slice: about a millisecond of work. */
const SLICE = 200;
/** Pages given back in one slice (4 KiB each). */
const VACUUM_PAGES = 256;
/** A file that has room inside for this many pages more is not worth shrinking. */
const SPARE_PAGES = 512;

export const minuteHorizon = (limits: Limits, now: number): number => now - limits.minuteDays * DAY_MS;

/** What traces are cut down to where the file is too large as a whole. */
const FEW_TRACE_BYTES = 4 * 1024 * 1024;

/** One slice of cutting off what is too old. False: nothing left to do. */
export function expireSlice(database: Database, limits: Limits, now: number): boolean {
  const hourHorizon = now - limits.hourDays * DAY_MS;
  return (
    cutRaw(database, now - limits.rawHours * HOUR_MS) ||
    cutLevel(database, MINUTE, minuteHorizon(limits, now)) ||
    cutLevel(database, HOUR, hourHorizon) ||
    cutEvents(database, hourHorizon) ||
    cutOldTraces(database, hourHorizon) ||
    cutManyTraces(database) ||
    cutLargeTraces(database)
  );
}

/**
 * One slice of keeping below `maxBytes`, oldest first and finest first: what is given up last is what shows
 * the long run. Incidents and gaps are small and stay.
 */
export function shrinkSlice(database: Database, limits: Limits, now: number): boolean {
  if (usedBytes(database) <= limits.maxBytes) return false;
  const sacrifices: readonly (() => boolean)[] = [
    () => cutLevel(database, MINUTE, now - 30 * DAY_MS),
    () => cutRaw(database, now - 6 * HOUR_MS),
    () => cutLevel(database, MINUTE, now - 2 * DAY_MS),
    () => cutRaw(database, now - HOUR_MS),
    () => cutLargeTraces(database, Math.min(FEW_TRACE_BYTES, limits.maxBytes / 10)),
    () => cutLevel(database, HOUR, now - 30 * DAY_MS),
    () => cutLevel(database, MINUTE, now - 6 * HOUR_MS),
  ];
  return sacrifices.some((sacrifice) => sacrifice());
}

/** Gives free pages back to the disk; few at a time, since each may move a page. */
export function vacuumSlice(database: Database): boolean {
  const free = database.number('PRAGMA freelist_count');
  if (free <= SPARE_PAGES) return false;
  database.exec(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
  return database.number('PRAGMA freelist_count') < free;
}

const cutRaw = (database: Database, beforeMs: number): boolean =>
  cut(database, 'raw_minute', firstKey(stepOf(MINUTE, beforeMs)));

/** Blocks go as a whole, when their last entry is too old. */
function cutLevel(database: Database, level: Level, beforeMs: number): boolean {
  const step = stepOf(level, beforeMs);
  return (
    cut(database, level.blocks, firstKey(blockOf(level, step))) || cut(database, level.rows, firstKey(step))
  );
}

function cut(database: Database, table: string, beforeKey: number): boolean {
  const removed = database.run(
    `DELETE FROM ${table} WHERE key IN (SELECT key FROM ${table} WHERE key < ? ORDER BY key LIMIT ${SLICE})`,
    beforeKey,
  );
  return removed > 0;
}

/** The network in use stays, however long ago it was told: incidents of today are named by it. */
function cutEvents(database: Database, beforeMs: number): boolean {
  const removed =
    database.run('DELETE FROM incident WHERE until_ms < ?', beforeMs) +
    database.run('DELETE FROM gap WHERE to_ms < ?', beforeMs) +
    database.run('DELETE FROM health WHERE at_ms < ?', beforeMs) +
    database.run('DELETE FROM network WHERE at_ms < min(?, (SELECT max(at_ms) FROM network))', beforeMs) +
    database.run('DELETE FROM notice WHERE at_ms < ?', beforeMs);
  return removed > 0;
}

/** Bytes of the file on disk, its log not counted (that is bounded at 4 MiB). */
export const fileBytes = (database: Database): number =>
  database.number('PRAGMA page_count') * database.number('PRAGMA page_size');

/** Bytes in use: the file without the pages that are free inside it. */
const usedBytes = (database: Database): number =>
  fileBytes(database) - database.number('PRAGMA freelist_count') * database.number('PRAGMA page_size');
