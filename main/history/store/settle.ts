import { encodeRaw, type RawSample } from '../codec/raw-block.ts';
import { Rollup } from '../codec/rollup.ts';
import { mergeRevisions } from '../events/samples.ts';
import type { Database } from './database.ts';
import { journalMinutes, type MinuteSamples, readRawMinute, rollupOf } from './journal.ts';
import { HOUR, keyOf, MINUTE } from './levels.ts';
import { readRollup, readRollups, writeRollup } from './rollup-table.ts';

/** A late reply is known at most 10 s after its probe; after this long a minute has all of them. */
export const SETTLE_MS = 15_000;
const MINUTES_PER_HOUR = HOUR.stepMs / MINUTE.stepMs;

/** Start of the first minute that is not settled yet. */
export const settledUntil = (now: number): number =>
  Math.floor((now - SETTLE_MS) / MINUTE.stepMs) * MINUTE.stepMs;

/**
 * Moves settled samples from the journal to their blocks and makes their roll-ups, all in one transaction:
 * a crash leaves either none of it or all of it, and what is done twice gives the same. A sample that comes
 * after its minute was settled makes that minute, and its hour, anew. Returns how many samples were moved.
 */
export function settle(
  database: Database,
  now: number,
  limits: { readonly samples: number; readonly minuteHorizonMs: number },
): number {
  return database.transaction(() => {
    const groups = journalMinutes(database, -8.64e15, settledUntil(now), limits.samples);
    const hours = new Map<number, { series: number; hour: number }>();
    for (const group of groups) {
      const recounted = settleMinute(database, group);
      const hour = Math.floor(group.minute / MINUTES_PER_HOUR);
      // The minutes of an hour this old may be gone: what is new is added, not counted anew.
      const old = hour * HOUR.stepMs < limits.minuteHorizonMs;
      if (old || !recounted) addTo(database, HOUR, group, hour);
      else hours.set(keyOf(hour, group.series), { series: group.series, hour });
    }
    for (const { series, hour } of hours.values()) settleHour(database, series, hour);
    return groups.reduce((sum, group) => sum + group.samples.length, 0);
  });
}

/** False: the raw samples of that minute are gone already, so the roll-up could only be added to. */
function settleMinute(database: Database, group: MinuteSamples): boolean {
  const { series, minute, samples } = group;
  const block = readRawMinute(database, series, minute);
  const recount = block !== null || readRollup(database, MINUTE, series, minute) === null;
  if (recount) {
    writeRaw(database, series, minute, mergeRevisions(block ?? [], samples));
    writeRollup(database, MINUTE, series, minute, rollupOf(block ?? [], samples));
  } else {
    addTo(database, MINUTE, group, minute);
  }
  for (const { run, id } of samples) database.run('DELETE FROM sample WHERE run = ? AND id = ?', run, id);
  return recount;
}

function addTo(
  database: Database,
  level: typeof MINUTE | typeof HOUR,
  group: MinuteSamples,
  step: number,
): void {
  const sum = rollupOf([], group.samples);
  const kept = readRollup(database, level, group.series, step);
  if (kept !== null) sum.merge(kept);
  writeRollup(database, level, group.series, step, sum);
}

function writeRaw(database: Database, series: number, minute: number, samples: readonly RawSample[]): void {
  database.run(
    'INSERT OR REPLACE INTO raw_minute (key, payload) VALUES (?, ?)',
    keyOf(minute, series),
    encodeRaw(samples),
  );
}

function settleHour(database: Database, series: number, hour: number): void {
  const sum = new Rollup();
  const from = hour * MINUTES_PER_HOUR;
  readRollups(database, MINUTE, { series: [series], from, to: from + MINUTES_PER_HOUR }, () => () => sum);
  writeRollup(database, HOUR, series, hour, sum);
}
