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
 * The nearest-rank percentile: the smallest value that at least that share of all values does not exceed, so
 * always one that was measured. `sorted` ascending and not empty; `share` in (0, 1].
 */
export function nearestRank(sorted: readonly number[], share: number): number {
  // The subtraction keeps e.g. 0.95 * 20 = 19.000000000000004 from becoming rank 20.
  const rank = Math.ceil(share * sorted.length - 1e-9);
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? Number.NaN;
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
