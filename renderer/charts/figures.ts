import type { Bucket } from '../../main/domain/model/series.ts';

/** The figures of one line of the legend. */
export interface Figures {
  readonly min: number | null;
  readonly max: number | null;
  /** Of the newest bucket that has one. */
  readonly now: number | null;
}

export const LINES = ['meanMs', 'p95Ms', 'p99Ms', 'maxMs', 'loss'] as const;
export type LineName = (typeof LINES)[number];

/** Share lost in percent; null: nothing was sent. */
export const lossPercent = ({ sent, lost }: Bucket): number | null =>
  sent === 0 ? null : (100 * lost) / sent;

export const figureOf = (bucket: Bucket, line: LineName): number | null =>
  line === 'loss' ? lossPercent(bucket) : bucket[line];

export function figuresOf(buckets: readonly Bucket[], line: LineName): Figures {
  let min: number | null = null;
  let max: number | null = null;
  let now: number | null = null;
  for (const bucket of buckets) {
    const value = figureOf(bucket, line);
    if (value === null) continue;
    min = min === null ? value : Math.min(min, value);
    max = max === null ? value : Math.max(max, value);
    now = value;
  }
  return { min, max, now };
}

/** Share lost over all buckets, 0 to 1; null: nothing was sent. */
export function lossOf(buckets: readonly Bucket[]): number | null {
  let sent = 0;
  let lost = 0;
  for (const bucket of buckets) {
    sent += bucket.sent;
    lost += bucket.lost;
  }
  return sent === 0 ? null : lost / sent;
}

/** A peak is cut off where it goes this far beyond what nearly all buckets show: the rest stays readable. */
const PEAK = 1.6;
const USUAL = 0.95;
/** Of the axis, above the highest value. */
const ROOM = 1.05;

/**
 * Top of the round-trip axis, ms: a little above the highest value, or less where a few peaks would squash all the
 * others. Those above it are marked as clipped.
 */
export function topOf(buckets: readonly Bucket[], shown: ReadonlySet<LineName>): number {
  const lines = LINES.filter((line) => line !== 'loss' && shown.has(line));
  const highs = buckets
    .map((bucket) => Math.max(...lines.map((line) => figureOf(bucket, line) ?? 0), 0))
    .filter((value) => value > 0)
    .sort((a, b) => a - b);
  const highest = highs.at(-1);
  if (highest === undefined) return 1;
  const usual = highs[Math.floor(USUAL * (highs.length - 1))] ?? highest;
  return ROOM * Math.min(highest, PEAK * usual);
}
