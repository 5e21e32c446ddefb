import { encodeRaw, type RawSample } from '../../../main/history/codec/raw-block.ts';
import { Rollup } from '../../../main/history/codec/rollup.ts';
import { seriesIdOf } from '../../../main/history/series/catalog.ts';
import type { Database } from '../../../main/history/store/database.ts';
import { HOUR, keyOf, type Level, MINUTE, stepOf } from '../../../main/history/store/levels.ts';
import { packOldest, writeRollup } from '../../../main/history/store/rollup-table.ts';
import { type BenchSeries, draw, drawRollup, randomFrom } from './line-model.ts';

/**
 * Distinct roll-ups a series, walked in a circle and never drawn at random: with repeats inside a block the
 * compressor would find what no real line has. Must be more than a block holds.
 */
const POOL = 1500;
const HOUR_POOL = 300;
const SAMPLES_PER_MINUTE = 60;

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Roll-ups as the monitor would have left them: packed blocks, and rows for the block still open. */
export function fillRollups(database: Database, all: readonly BenchSeries[], span: Span): void {
  all.forEach((series, number) => {
    const random = randomFrom(number + 1);
    const pool = Array.from({ length: POOL }, () => drawRollup(series.line, random, SAMPLES_PER_MINUTE));
    const hours = Array.from({ length: HOUR_POOL }, () => hourOf(pool, random));
    const id = seriesIdOf(database, series.kind, series.anchor);
    fillLevel(database, MINUTE, id, span, walk(pool));
    fillLevel(database, HOUR, id, span, walk(hours));
  });
}

/** One level alone. */
export function fillLevelOf(database: Database, all: readonly BenchSeries[], level: Level, span: Span): void {
  all.forEach((series, number) => {
    const random = randomFrom(number + 1);
    const pool = Array.from({ length: POOL }, () => drawRollup(series.line, random, SAMPLES_PER_MINUTE));
    const id = seriesIdOf(database, series.kind, series.anchor);
    fillLevel(database, level, id, span, walk(pool));
  });
}

function walk(pool: readonly Rollup[]): () => Rollup {
  let at = 0;
  return () => {
    at += 1;
    return pool[at % pool.length] ?? new Rollup();
  };
}

function hourOf(pool: readonly Rollup[], random: () => number): Rollup {
  const hour = new Rollup();
  for (let minute = 0; minute < 60; minute += 1) {
    hour.merge(pool[Math.floor(random() * pool.length)] ?? new Rollup());
  }
  return hour;
}

/** A block's rows at a time, packed at once: the file grows as it would over the months. */
function fillLevel(database: Database, level: Level, series: number, span: Span, next: () => Rollup): void {
  const last = stepOf(level, span.toMs);
  for (let step = stepOf(level, span.fromMs); step < last; ) {
    const end = Math.min(last, (Math.floor(step / level.stepsPerBlock) + 1) * level.stepsPerBlock);
    const from = step;
    database.transaction(() => {
      for (let at = from; at < end; at += 1) writeRollup(database, level, series, at, next());
    });
    step = end;
    while (packOldest(database, level, step)) {
      // One series and block a call.
    }
  }
}

/** Settled raw samples, one a second. */
export function fillRaw(database: Database, all: readonly BenchSeries[], span: Span): void {
  const random = randomFrom(99);
  const ids = all.map((series) => seriesIdOf(database, series.kind, series.anchor));
  let id = 0;
  for (let minute = stepOf(MINUTE, span.fromMs); minute < stepOf(MINUTE, span.toMs); minute += 1) {
    database.transaction(() => {
      all.forEach((series, number) => {
        const samples = Array.from({ length: SAMPLES_PER_MINUTE }, (_, second): RawSample => {
          id += 1;
          const wallMs = minute * MINUTE.stepMs + second * 1000 + number * 50;
          return { run: 1, id, wallMs, via: 'helper', detail: '', ...draw(series.line, random) };
        });
        database.run(
          'INSERT OR REPLACE INTO raw_minute (key, payload) VALUES (?, ?)',
          keyOf(minute, ids[number] ?? 0),
          encodeRaw(samples),
        );
      });
    });
  }
}
