import type { Kind } from '../../domain/model/kind.ts';
import { Rollup } from '../codec/rollup.ts';
import type { Database } from '../store/database.ts';
import { journalMinutes, readRawMinute, rollupOf } from '../store/journal.ts';
import { HOUR, keyOf, type Level, MINUTE, placeOf, seriesOfKey, stepOf } from '../store/levels.ts';
import { readRollup, readRollups, type Sink } from '../store/rollup-table.ts';
import type { Figures } from './buckets.ts';
import type { SeriesEntry } from './catalog.ts';
import type { Plan } from './plan.ts';
import type { FiguresByKind } from './raw.ts';

/** Anchors of a kind are merged: counters summed, sketches merged, percentiles never averaged. */
export function rolledFigures(
  database: Database,
  plan: Plan,
  level: Level,
  entries: readonly SeriesEntry[],
): FiguresByKind {
  const byKind = new Map<Kind, (Rollup | undefined)[]>();
  const kindOf = new Map(entries.map((entry) => [entry.id, entry.kind]));
  for (const { kind } of entries) byKind.set(kind, new Array<Rollup | undefined>(plan.buckets));
  const sink: Sink = (series) => {
    const kind = kindOf.get(series);
    const buckets = kind === undefined ? undefined : byKind.get(kind);
    if (buckets === undefined) return () => null;
    return (step) => {
      const index = Math.floor((step * level.stepMs - plan.fromMs) / plan.bucketMs);
      let rollup = buckets[index];
      if (rollup === undefined) {
        rollup = new Rollup();
        buckets[index] = rollup;
      }
      return rollup;
    };
  };
  readWithTail(database, plan, level, kindOf, sink);
  return (kind, index) => {
    const rollup = byKind.get(kind)?.[index];
    return rollup === undefined ? null : figuresOf(rollup);
  };
}

/** What the journal still holds replaces the roll-ups of its minutes (and hours), so a live chart is complete. */
function readWithTail(
  database: Database,
  plan: Plan,
  level: Level,
  kindOf: ReadonlyMap<number, Kind>,
  sink: Sink,
): void {
  const tail = level === MINUTE ? minuteTail(database, plan) : hourTail(database, plan);
  const range = {
    series: [...kindOf.keys()],
    from: stepOf(level, plan.fromMs),
    to: stepOf(level, plan.toMs - 1) + 1,
  };
  const settled: Sink = (series) => {
    const into = sink(series);
    return tail.size === 0 ? into : (step) => (tail.has(keyOf(step, series)) ? null : into(step));
  };
  readRollups(database, level, range, settled);
  for (const [key, rollup] of tail) {
    if (kindOf.has(seriesOfKey(key))) sink(seriesOfKey(key))(placeOf(key))?.merge(rollup);
  }
}

type Tail = ReadonlyMap<number, Rollup>;

function minuteTail(database: Database, range: Pick<Plan, 'fromMs' | 'toMs'>): Tail {
  const tail = new Map<number, Rollup>();
  for (const group of journalMinutes(database, range.fromMs, range.toMs, Number.MAX_SAFE_INTEGER)) {
    const { series, minute, samples } = group;
    const block = readRawMinute(database, series, minute);
    const rollup = rollupOf(block ?? [], samples);
    // Without its raw samples a settled minute can only be added to, as settling will do.
    const kept = block === null ? readRollup(database, MINUTE, series, minute) : null;
    if (kept !== null) rollup.merge(kept);
    tail.set(keyOf(minute, series), rollup);
  }
  return tail;
}

/** An hour with unsettled minutes: its settled minutes as they are, the others from the journal. */
function hourTail(database: Database, range: Pick<Plan, 'fromMs' | 'toMs'>): Tail {
  const minutes = minuteTail(database, range);
  const hours = new Map<number, Rollup>();
  const perHour = HOUR.stepMs / MINUTE.stepMs;
  for (const [key, rollup] of minutes) {
    const series = seriesOfKey(key);
    const hour = Math.floor(placeOf(key) / perHour);
    const hourKey = keyOf(hour, series);
    let sum = hours.get(hourKey);
    if (sum === undefined) {
      sum = settledMinutes(database, series, hour * perHour, perHour, minutes);
      hours.set(hourKey, sum);
    }
    sum.merge(rollup);
  }
  return hours;
}

function settledMinutes(
  database: Database,
  series: number,
  from: number,
  count: number,
  unsettled: Tail,
): Rollup {
  const sum = new Rollup();
  readRollups(
    database,
    MINUTE,
    { series: [series], from, to: from + count },
    () => (step) => (unsettled.has(keyOf(step, series)) ? null : sum),
  );
  return sum;
}

export function figuresOf(rollup: Rollup): Figures {
  const { counts, sketch } = rollup;
  if (sketch.count === 0) return { counts, round: null };
  return {
    counts,
    round: {
      minMs: rollup.minUs / 1000,
      meanMs: rollup.sumUs / sketch.count / 1000,
      maxMs: rollup.maxUs / 1000,
      quantile: (q) => sketch.quantile(q),
    },
  };
}
