import type { Bucket, Series, SeriesAnswer } from '../../domain/model/series.ts';
import { isoTime } from '../json-time.ts';
import { gapJson } from '../monitor/event-json.ts';
import { rounded, roundedOrNull } from '../rounded.ts';

const percent = (part: number, whole: number): number | null =>
  whole === 0 ? null : rounded((part / whole) * 100);

function bucketResult(bucket: Bucket) {
  const { sent, received, lost, late, gap } = bucket;
  const answered = bucket.minMs !== null;
  return {
    from: isoTime(bucket.fromMs),
    to: isoTime(bucket.toMs),
    sent,
    received,
    lost,
    late,
    lossPercent: percent(lost, sent),
    rttMs: answered
      ? {
          min: roundedOrNull(bucket.minMs),
          mean: roundedOrNull(bucket.meanMs),
          p50: roundedOrNull(bucket.p50Ms),
          p95: roundedOrNull(bucket.p95Ms),
          p99: roundedOrNull(bucket.p99Ms),
          max: roundedOrNull(bucket.maxMs),
        }
      : null,
    gap,
  };
}

/** Of the whole range. No percentiles: they can't be had from those of the buckets. */
function totalResult(buckets: readonly Bucket[]) {
  const sum = (of: (bucket: Bucket) => number): number => buckets.reduce((all, one) => all + of(one), 0);
  const sent = sum((bucket) => bucket.sent);
  const lost = sum((bucket) => bucket.lost);
  const answered = buckets.filter((bucket) => bucket.minMs !== null);
  const weight = answered.reduce((all, bucket) => all + bucket.received, 0);
  const weighted = answered.reduce((all, bucket) => all + (bucket.meanMs ?? 0) * bucket.received, 0);
  return {
    sent,
    received: sum((bucket) => bucket.received),
    lost,
    late: sum((bucket) => bucket.late),
    lossPercent: percent(lost, sent),
    rttMs:
      weight === 0
        ? null
        : {
            min: rounded(Math.min(...answered.map((bucket) => bucket.minMs ?? Number.POSITIVE_INFINITY))),
            mean: rounded(weighted / weight),
            max: rounded(Math.max(...answered.map((bucket) => bucket.maxMs ?? 0))),
          },
  };
}

const seriesOf = ({ kind, buckets }: Series) => ({
  kind,
  total: totalResult(buckets),
  buckets: buckets.map(bucketResult),
});

/** What `history --json` prints; the tables for people are made of the same. */
export function seriesResult(answer: SeriesAnswer) {
  return {
    command: 'history' as const,
    from: isoTime(answer.fromMs),
    to: isoTime(answer.toMs),
    bucketMs: answer.bucketMs,
    resolution: answer.resolution,
    series: answer.series.map(seriesOf),
    gaps: answer.gaps.map(gapJson),
  };
}

export type SeriesResult = ReturnType<typeof seriesResult>;
export type SeriesOfKind = SeriesResult['series'][number];
export type BucketResult = SeriesOfKind['buckets'][number];
