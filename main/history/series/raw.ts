import type { Kind } from '../../domain/model/kind.ts';
import type { Outcome } from '../../domain/model/sample.ts';
import { nearestRank } from '../../domain/statistics/summary.ts';
import { decodeRaw, type RawSample } from '../codec/raw-block.ts';
import { noOutcomes } from '../codec/rollup.ts';
import { mergeRevisions } from '../events/samples.ts';
import { bytesOf, numberOf } from '../store/columns.ts';
import type { Database } from '../store/database.ts';
import { journalMinutes } from '../store/journal.ts';
import { firstKey, KEY_SERIES, keyOf, MINUTE, seriesOfKey, stepOf } from '../store/levels.ts';
import type { Figures } from './buckets.ts';
import type { SeriesEntry } from './catalog.ts';
import type { Plan } from './plan.ts';

interface RawBucket {
  readonly counts: Record<Outcome, number>;
  readonly rttsUs: number[];
}

export type FiguresByKind = (kind: Kind, index: number) => Figures | null;

/** Percentiles from the samples themselves: exact. */
export function rawFigures(database: Database, plan: Plan, entries: readonly SeriesEntry[]): FiguresByKind {
  const byKind = new Map<Kind, (RawBucket | undefined)[]>();
  const kindOf = new Map(entries.map((entry) => [entry.id, entry.kind]));
  eachMinute(database, plan, kindOf, (kind, samples) => {
    let buckets = byKind.get(kind);
    if (buckets === undefined) {
      buckets = new Array<RawBucket | undefined>(plan.buckets);
      byKind.set(kind, buckets);
    }
    for (const sample of samples) addSample(buckets, plan, sample);
  });
  return (kind, index) => {
    const bucket = byKind.get(kind)?.[index];
    return bucket === undefined ? null : figuresOf(bucket);
  };
}

function eachMinute(
  database: Database,
  plan: Plan,
  kindOf: ReadonlyMap<number, Kind>,
  visit: (kind: Kind, samples: readonly RawSample[]) => void,
): void {
  const fromMinute = stepOf(MINUTE, plan.fromMs);
  const toMinute = stepOf(MINUTE, plan.toMs - 1) + 1;
  const journal = new Map(
    journalMinutes(
      database,
      fromMinute * MINUTE.stepMs,
      toMinute * MINUTE.stepMs,
      Number.MAX_SAFE_INTEGER,
    ).map((group) => [keyOf(group.minute, group.series), group]),
  );
  const rows = database.all(
    `SELECT key, payload FROM raw_minute WHERE key >= ? AND key < ?
     AND ${KEY_SERIES} IN (SELECT value FROM json_each(?)) ORDER BY key`,
    firstKey(fromMinute),
    firstKey(toMinute),
    JSON.stringify([...kindOf.keys()]),
  );
  for (const row of rows) {
    const key = numberOf(row, 'key');
    const kind = kindOf.get(seriesOfKey(key));
    const newer = journal.get(key)?.samples ?? [];
    journal.delete(key);
    if (kind !== undefined) visit(kind, mergeRevisions(decodeRaw(bytesOf(row, 'payload')), newer));
  }
  for (const group of journal.values()) {
    const kind = kindOf.get(group.series);
    if (kind !== undefined) visit(kind, group.samples);
  }
}

function addSample(buckets: (RawBucket | undefined)[], plan: Plan, sample: RawSample): void {
  if (sample.wallMs < plan.fromMs || sample.wallMs >= plan.toMs) return;
  const index = Math.floor((sample.wallMs - plan.fromMs) / plan.bucketMs);
  let bucket = buckets[index];
  if (bucket === undefined) {
    bucket = { counts: noOutcomes(), rttsUs: [] };
    buckets[index] = bucket;
  }
  bucket.counts[sample.outcome] += 1;
  const evidence = sample.outcome !== 'suspect' && sample.outcome !== 'error';
  if (evidence && sample.rttUs !== null) bucket.rttsUs.push(sample.rttUs);
}

function figuresOf(bucket: RawBucket): Figures {
  const sorted = Float64Array.from(bucket.rttsUs).sort();
  if (sorted.length === 0) return { counts: bucket.counts, round: null };
  const sumUs = sorted.reduce((sum, rttUs) => sum + rttUs, 0);
  return {
    counts: bucket.counts,
    round: {
      minMs: nearestRank(sorted, 0) / 1000,
      meanMs: sumUs / sorted.length / 1000,
      maxMs: nearestRank(sorted, 1) / 1000,
      quantile: (q) => nearestRank(sorted, q) / 1000,
    },
  };
}
