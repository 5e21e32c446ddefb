import type { Gap, GapReason } from './gap.ts';
import type { Kind } from './kind.ts';
import type { WallMs } from './units.ts';

/**
 * One chart bucket; null figures: nothing came back. `gap`: why nothing was measured, when the bucket has no
 * sample; the answer's `gaps` hold the rest.
 *
 * Evidence only: `sent` = `received` + `lost`. `received` are replies, refusals and late replies (`late` says
 * how many of them); `lost` includes the unreachable. Samples `error` and `suspect` count for nothing.
 * Percentiles (by `percentileRank`) are exact from raw rows, else within 1 %; never outside of `minMs` to `maxMs`.
 */
export interface Bucket {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly late: number;
  readonly gap: GapReason | null;
}

export interface SeriesQuery {
  readonly kinds: readonly Kind[];
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  /** Buckets wanted, 1 to 2,000. */
  readonly points: number;
  /** One anchor only; all anchors of the kind together when left out. */
  readonly anchor?: string;
}

export interface Series {
  readonly kind: Kind;
  readonly buckets: readonly Bucket[];
}

export interface SeriesAnswer {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly bucketMs: number;
  /** Which rows were read. */
  readonly resolution: 'raw' | 'minute' | 'hour';
  readonly series: readonly Series[];
  readonly gaps: readonly Gap[];
}
