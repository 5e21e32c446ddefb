import type { Database } from '../store/database.ts';
import { blockOf, firstKey, HOUR, LEVELS, type Level, MINUTE, placeOf, stepOf } from '../store/levels.ts';

/** Start of the first hour from `fromMs` on in which anything may be kept; null: nothing is. */
export function firstKeptFrom(database: Database, fromMs: number): number | null {
  const found = [
    firstRawFrom(database, fromMs),
    ...LEVELS.flatMap((level) => [firstRow(database, level, fromMs), firstBlock(database, level, fromMs)]),
  ].filter((atMs) => atMs !== null);
  if (found.length === 0) return null;
  return Math.floor(Math.max(fromMs, Math.min(...found)) / HOUR.stepMs) * HOUR.stepMs;
}

/** The first minute with single samples, settled or not. */
export function firstRawFrom(database: Database, fromMs: number): number | null {
  const key = database.value(
    'SELECT min(key) FROM raw_minute WHERE key >= ?',
    firstKey(stepOf(MINUTE, fromMs)),
  );
  const waiting = database.value('SELECT min(wall_ms) FROM sample WHERE wall_ms >= ?', fromMs);
  const settledMs = typeof key === 'number' ? placeOf(key) * MINUTE.stepMs : null;
  const waitingMs = typeof waiting === 'number' ? waiting : null;
  return settledMs === null || waitingMs === null ? (settledMs ?? waitingMs) : Math.min(settledMs, waitingMs);
}

function firstRow(database: Database, level: Level, fromMs: number): number | null {
  const from = firstKey(stepOf(level, fromMs));
  const key = database.value(`SELECT min(key) FROM ${level.rows} WHERE key >= ?`, from);
  return typeof key === 'number' ? placeOf(key) * level.stepMs : null;
}

/** The block that `fromMs` lies in may have entries after it, or none. */
function firstBlock(database: Database, level: Level, fromMs: number): number | null {
  const from = firstKey(blockOf(level, stepOf(level, fromMs)));
  const key = database.value(`SELECT min(key) FROM ${level.blocks} WHERE key >= ?`, from);
  return typeof key === 'number' ? placeOf(key) * level.stepsPerBlock * level.stepMs : null;
}
