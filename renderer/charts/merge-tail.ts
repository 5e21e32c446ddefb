import type { Bucket, SeriesAnswer } from '../../main/domain/model/series.ts';

/** A late answer takes a loss back up to 10 s after it was said; five more for the commit. */
export const REVISED_MS = 15_000;

/** What to ask so that the answer has the same buckets as `full`, from the last that may still change. */
export function tailQuery(
  full: SeriesAnswer,
  nowMs: number,
): { fromMs: number; toMs: number; points: number } {
  const { bucketMs } = full;
  const lastKnown = Math.min(full.toMs, nowMs) - REVISED_MS;
  const fromMs = Math.floor(lastKnown / bucketMs) * bucketMs;
  const toMs = Math.max(fromMs + bucketMs, Math.ceil(nowMs / bucketMs) * bucketMs);
  // An exact multiple: the width that is picked for it is the same again.
  return { fromMs, toMs, points: Math.round((toMs - fromMs) / bucketMs) };
}

function spliced(buckets: readonly Bucket[], tail: readonly Bucket[], fromMs: number): readonly Bucket[] {
  const first = tail[0]?.fromMs ?? Number.POSITIVE_INFINITY;
  return [...buckets.filter((bucket) => bucket.fromMs < first), ...tail].filter(({ toMs }) => toMs > fromMs);
}

/**
 * The answer with its end replaced by a newer one and what is older than `fromMs` dropped; null: the two do not
 * fit together (other widths, other kinds, a hole between them) and the whole must be asked again.
 */
export function mergeTail(full: SeriesAnswer, tail: SeriesAnswer, fromMs: number): SeriesAnswer | null {
  if (tail.bucketMs !== full.bucketMs || tail.fromMs > full.toMs) return null;
  if (tail.series.length !== full.series.length) return null;
  const series = [];
  for (const { kind, buckets } of full.series) {
    const newer = tail.series.find((one) => one.kind === kind);
    if (newer === undefined) return null;
    series.push({ kind, buckets: spliced(buckets, newer.buckets, fromMs) });
  }
  const gaps = [
    ...full.gaps.filter((gap) => gap.toMs > fromMs && gap.toMs <= tail.fromMs),
    ...full.gaps.filter((gap) => gap.toMs > tail.fromMs && gap.fromMs < tail.fromMs),
    ...tail.gaps.filter((gap) => gap.fromMs >= tail.fromMs),
  ];
  const begin = series[0]?.buckets[0]?.fromMs ?? full.fromMs;
  return { ...full, fromMs: begin, toMs: tail.toMs, series, gaps };
}
