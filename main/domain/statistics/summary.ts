/** Round trips of a run of probes, all in milliseconds. */
export interface RttSummary {
  readonly min: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  /** Of the population, as ping's mdev: the run is described, not a larger one estimated. */
  readonly stddev: number;
}

/**
 * Which of `count` values (at least one) in ascending order is the percentile, 1 the lowest: the nearest rank
 * ceil(share x count), so the smallest value that at least that share of all does not exceed. Every percentile
 * told anywhere is by this rank. `share` from 0 (the lowest value) to 1 (the highest).
 */
export function percentileRank(share: number, count: number): number {
  // The subtraction keeps e.g. 0.55 * 100 = 55.00000000000001 from becoming rank 56.
  const rank = Math.ceil(share * count - 1e-9);
  return Math.min(Math.max(rank, 1), count);
}

/** The percentile of values, `sorted` ascending and not empty: always one that was measured. */
export function nearestRank(sorted: ArrayLike<number>, share: number): number {
  return sorted[percentileRank(share, sorted.length) - 1] ?? Number.NaN;
}

/** Null when nothing came back. Values are finite milliseconds in any order. */
export function summarize(values: readonly number[]): RttSummary | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const min = sorted[0] ?? Number.NaN;
  // Sums of differences from the minimum: exact for equal values, and no cancellation for close ones.
  const meanOver = (map: (value: number) => number): number =>
    sorted.reduce((sum, value) => sum + map(value), 0) / sorted.length;
  const mean = min + meanOver((value) => value - min);
  const variance = meanOver((value) => (value - mean) ** 2);
  return {
    min,
    mean,
    p50: nearestRank(sorted, 0.5),
    p95: nearestRank(sorted, 0.95),
    p99: nearestRank(sorted, 0.99),
    max: nearestRank(sorted, 1),
    stddev: Math.sqrt(variance),
  };
}
