import { Rollup } from '../codec/rollup.ts';
import { type BlockEntry, decodeRollups, encodeRollups } from '../codec/rollup-block.ts';
import { bytesOf, numberOf } from './columns.ts';
import type { Database } from './database.ts';
import { blockOf, firstKey, KEY_SERIES, keyOf, type Level, placeOf, seriesOfKey } from './levels.ts';

/** Where the roll-up of a step is added; null when it is not wanted. */
export type StepSink = (step: number) => Rollup | null;
/** Asked once a block: what depends on the series alone is not looked up for each of its steps. */
export type Sink = (series: number) => StepSink;

/**
 * Hands every roll-up of these series in the steps [from, to) to the sink, once: an open row replaces the
 * entry of its block. Within a series the order is that of time, blocks first.
 */
export function readRollups(
  database: Database,
  level: Level,
  range: { readonly series: readonly number[]; readonly from: number; readonly to: number },
  sink: Sink,
): void {
  const ids = JSON.stringify(range.series);
  const replaced = new Set<number>();
  for (const row of selectRange(database, level.rows, firstKey(range.from), firstKey(range.to), ids)) {
    const key = numberOf(row, 'key');
    replaced.add(key);
    decodeRollups(bytesOf(row, 'payload'), () => sink(seriesOfKey(key))(placeOf(key)));
  }
  const low = firstKey(blockOf(level, range.from));
  const high = firstKey(blockOf(level, range.to - 1) + 1);
  for (const row of selectRange(database, level.blocks, low, high, ids)) {
    const key = numberOf(row, 'key');
    const series = seriesOfKey(key);
    const start = placeOf(key) * level.stepsPerBlock;
    const into = sink(series);
    decodeRollups(bytesOf(row, 'payload'), (offset) => {
      const step = start + offset;
      if (step < range.from || step >= range.to) return null;
      return replaced.size > 0 && replaced.has(keyOf(step, series)) ? null : into(step);
    });
  }
}

function selectRange(database: Database, table: string, from: number, to: number, ids: string) {
  return database.all(
    `SELECT key, payload FROM ${table} WHERE key >= ? AND key < ?
     AND ${KEY_SERIES} IN (SELECT value FROM json_each(?)) ORDER BY key`,
    from,
    to,
    ids,
  );
}

/** Null when nothing is kept for that step. */
export function readRollup(database: Database, level: Level, series: number, step: number): Rollup | null {
  const rollup = new Rollup();
  let found = false;
  readRollups(database, level, { series: [series], from: step, to: step + 1 }, () => () => {
    found = true;
    return rollup;
  });
  return found ? rollup : null;
}

export function writeRollup(
  database: Database,
  level: Level,
  series: number,
  step: number,
  rollup: Rollup,
): void {
  database.run(
    `INSERT OR REPLACE INTO ${level.rows} (key, payload) VALUES (?, ?)`,
    keyOf(step, series),
    encodeRollups([{ step: 0, rollup }], false),
  );
}

/** Packs the rows of one series and one block that lies wholly before `beforeStep`. False: none is left. */
export function packOldest(database: Database, level: Level, beforeStep: number): boolean {
  const closed = blockOf(level, beforeStep) * level.stepsPerBlock;
  const oldest = database.value(`SELECT min(key) FROM ${level.rows} WHERE key < ?`, firstKey(closed));
  if (typeof oldest !== 'number') return false;
  database.transaction(() =>
    packBlock(database, level, seriesOfKey(oldest), blockOf(level, placeOf(oldest))),
  );
  return true;
}

function packBlock(database: Database, level: Level, series: number, block: number): void {
  const start = block * level.stepsPerBlock;
  const range = { series: [series], from: start, to: start + level.stepsPerBlock };
  database.run(
    `INSERT OR REPLACE INTO ${level.blocks} (key, payload) VALUES (?, ?)`,
    keyOf(block, series),
    encodeRollups(collect(database, level, range), true),
  );
  database.run(
    `DELETE FROM ${level.rows} WHERE key >= ? AND key < ? AND ${KEY_SERIES} = ?`,
    firstKey(range.from),
    firstKey(range.to),
    series,
  );
}

function collect(
  database: Database,
  level: Level,
  range: { series: readonly number[]; from: number; to: number },
): BlockEntry[] {
  const byStep = new Map<number, Rollup>();
  readRollups(database, level, range, () => (step) => {
    const rollup = new Rollup();
    byStep.set(step - range.from, rollup);
    return rollup;
  });
  return [...byStep].map(([step, rollup]) => ({ step, rollup })).sort((a, b) => a.step - b.step);
}
