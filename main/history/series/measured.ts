import { KINDS } from '../../domain/model/kind.ts';
import { decodeRaw, encodeRaw, type RawSample, rawCount } from '../codec/raw-block.ts';
import { Rollup } from '../codec/rollup.ts';
import { mergeRevisions } from '../events/samples.ts';
import type { MeasuredAsk, MeasuredPage, MeasuredPart } from '../requests.ts';
import { bytesOf, numberOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';
import { journalMinutes, rollupOf } from '../store/journal.ts';
import { firstKey, HOUR, keyOf, type Level, MINUTE, stepOf } from '../store/levels.ts';
import { readRollups } from '../store/rollup-table.ts';
import { bucketOf } from './buckets.ts';
import { type SeriesEntry, seriesOf } from './catalog.ts';
import { firstKeptFrom, firstRawFrom } from './extent.ts';
import { checkRange } from './query.ts';
import { figuresOf } from './rolled.ts';

const PER_HOUR = HOUR.stepMs / MINUTE.stepMs;
/**
 * Hours of roll-ups in one page: 18 series take about 25 ms, so that commits and charts hardly wait, though a
 * block of minutes (6 hours) is unpacked three times for it.
 */
const ROLLED_HOURS = 2;

/** Samples of one series and minute, packed. */
interface RawMinute {
  readonly count: number;
  readonly block: Uint8Array;
}

interface Window {
  readonly minutes: ReadonlyMap<number, Rollup>;
  readonly hours: ReadonlyMap<number, Rollup>;
  readonly raw: ReadonlyMap<number, RawMinute>;
}

/**
 * Everything measured in a range, a bounded page at a time, each minute and series at the finest resolution
 * that still accounts for all that the coarser one counted. Rows that the range only touches are whole.
 * @throws HistoryError `bad-query`.
 */
export function measuredPage(database: Database, ask: MeasuredAsk): MeasuredPage {
  checkRange(ask.fromMs, ask.toMs);
  const startMs = firstKeptFrom(database, ask.cursorMs);
  if (startMs === null || startMs >= ask.toMs) return { parts: [], nextMs: null };
  const endMs = endOf(database, startMs);
  const window = {
    minutes: rollups(database, MINUTE, startMs, endMs),
    hours: rollups(database, HOUR, startMs, endMs),
    raw: new Map<number, RawMinute>(),
  };
  addRaw(database, window, startMs, endMs);
  const entries = [...seriesOf(database, KINDS, undefined)].sort(byKindAndAnchor);
  const parts: MeasuredPart[] = [];
  for (let hour = stepOf(HOUR, startMs); hour < stepOf(HOUR, endMs); hour += 1) {
    parts.push(...hourParts(window, entries, hour, ask));
  }
  return { parts, nextMs: endMs };
}

const byKindAndAnchor = (a: SeriesEntry, b: SeriesEntry): number =>
  KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (a.anchor < b.anchor ? -1 : 1);

/** An hour where there are single samples, else more. */
function endOf(database: Database, startMs: number): number {
  const rawMs = firstRawFrom(database, startMs) ?? Number.POSITIVE_INFINITY;
  const rawHourMs = Math.floor(rawMs / HOUR.stepMs) * HOUR.stepMs;
  const furthestMs = startMs + ROLLED_HOURS * HOUR.stepMs;
  return Math.max(startMs + HOUR.stepMs, Math.min(furthestMs, rawHourMs));
}

function rollups(database: Database, level: Level, fromMs: number, toMs: number): Map<number, Rollup> {
  const found = new Map<number, Rollup>();
  const series = seriesOf(database, KINDS, undefined).map(({ id }) => id);
  const range = { series, from: stepOf(level, fromMs), to: stepOf(level, toMs - 1) + 1 };
  readRollups(database, level, range, (id) => (step) => {
    const rollup = new Rollup();
    found.set(keyOf(step, id), rollup);
    return rollup;
  });
  return found;
}

/**
 * Blocks and journal together. What the journal adds to a minute whose samples are gone goes to its roll-up,
 * as settling will do it.
 */
function addRaw(
  database: Database,
  window: {
    readonly minutes: Map<number, Rollup>;
    readonly hours: Map<number, Rollup>;
    readonly raw: Map<number, RawMinute>;
  },
  fromMs: number,
  toMs: number,
): void {
  const range = [firstKey(stepOf(MINUTE, fromMs)), firstKey(stepOf(MINUTE, toMs))] as const;
  for (const row of database.all(
    'SELECT key, payload FROM raw_minute WHERE key >= ? AND key < ?',
    ...range,
  )) {
    const block = bytesOf(row, 'payload');
    window.raw.set(numberOf(row, 'key'), { count: rawCount(block), block });
  }
  for (const { series, minute, samples } of journalMinutes(database, fromMs, toMs, Number.MAX_SAFE_INTEGER)) {
    const key = keyOf(minute, series);
    const settled = window.raw.get(key);
    const kept = window.minutes.get(key);
    const hour = window.hours.get(keyOf(Math.floor(minute / PER_HOUR), series));
    if (settled === undefined && (kept !== undefined || hour !== undefined)) {
      const more = rollupOf([], samples);
      kept?.merge(more);
      hour?.merge(more);
      if (kept !== undefined) continue;
    }
    window.raw.set(
      key,
      packed(settled === undefined ? samples : mergeRevisions(decodeRaw(settled.block), samples)),
    );
  }
}

const packed = (samples: readonly RawSample[]): RawMinute => ({
  count: samples.length,
  block: encodeRaw(samples),
});

function hourParts(
  window: Window,
  entries: readonly SeriesEntry[],
  hour: number,
  ask: MeasuredAsk,
): readonly MeasuredPart[] {
  const byMinute: MeasuredPart[][] = Array.from({ length: PER_HOUR }, () => []);
  for (const entry of entries) {
    const whole = window.hours.get(keyOf(hour, entry.id));
    if (whole !== undefined && totalOf(whole) > finerTotal(window, entry.id, hour)) {
      byMinute[0]?.push(...rolledPart(HOUR, hour, entry, whole, ask));
      continue;
    }
    byMinute.forEach((parts, offset) => {
      parts.push(...minuteParts(window, entry, hour * PER_HOUR + offset, ask));
    });
  }
  return byMinute.flat();
}

function finerTotal(window: Window, series: number, hour: number): number {
  let total = 0;
  for (let minute = hour * PER_HOUR; minute < (hour + 1) * PER_HOUR; minute += 1) {
    const key = keyOf(minute, series);
    const rollup = window.minutes.get(key);
    total += Math.max(window.raw.get(key)?.count ?? 0, rollup === undefined ? 0 : totalOf(rollup));
  }
  return total;
}

const totalOf = (rollup: Rollup): number =>
  Object.values(rollup.counts).reduce((sum, count) => sum + count, 0);

function minuteParts(
  window: Window,
  entry: SeriesEntry,
  minute: number,
  ask: MeasuredAsk,
): readonly MeasuredPart[] {
  const key = keyOf(minute, entry.id);
  const raw = window.raw.get(key);
  const rollup = window.minutes.get(key);
  if (raw !== undefined && raw.count >= (rollup === undefined ? 0 : totalOf(rollup))) {
    return rawPart(entry, minute, raw, ask);
  }
  return rollup === undefined ? [] : rolledPart(MINUTE, minute, entry, rollup, ask);
}

function rawPart(
  { kind, anchor }: SeriesEntry,
  minute: number,
  raw: RawMinute,
  { fromMs, toMs }: MeasuredAsk,
): readonly MeasuredPart[] {
  const startMs = minute * MINUTE.stepMs;
  const endMs = startMs + MINUTE.stepMs;
  if (endMs <= fromMs || startMs >= toMs) return [];
  if (startMs >= fromMs && endMs <= toMs) return [{ type: 'raw', kind, anchor, block: raw.block }];
  const inside = decodeRaw(raw.block).filter(({ wallMs: atMs }) => atMs >= fromMs && atMs < toMs);
  return inside.length === 0 ? [] : [{ type: 'raw', kind, anchor, block: encodeRaw(inside) }];
}

function rolledPart(
  level: Level,
  step: number,
  { kind, anchor }: SeriesEntry,
  rollup: Rollup,
  ask: MeasuredAsk,
): readonly MeasuredPart[] {
  const fromMs = step * level.stepMs;
  const toMs = fromMs + level.stepMs;
  if (toMs <= ask.fromMs || fromMs >= ask.toMs) return [];
  const { gap: _, ...figures } = bucketOf(fromMs, toMs, figuresOf(rollup), () => null);
  return [{ type: 'rolled', row: { resolution: level.name, kind, anchor, ...figures } }];
}
