import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Bucket, SeriesAnswer, SeriesQuery } from '../../../../main/domain/model/series.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

/** A line that was measured up to `knownMs`, once a second: what a history would answer about it. */
export function answerAt(query: SeriesQuery, knownMs: number, bucketMs: number): SeriesAnswer {
  const fromMs = Math.floor(query.fromMs / bucketMs) * bucketMs;
  const toMs = Math.ceil(query.toMs / bucketMs) * bucketMs;
  return {
    fromMs: wallMs(fromMs),
    toMs: wallMs(toMs),
    bucketMs,
    resolution: 'raw',
    gaps: [],
    series: query.kinds.map((kind) => ({ kind, buckets: bucketsOf(kind, fromMs, toMs, bucketMs, knownMs) })),
  };
}

function bucketsOf(kind: Kind, fromMs: number, toMs: number, bucketMs: number, knownMs: number): Bucket[] {
  const buckets: Bucket[] = [];
  for (let start = fromMs; start < toMs; start += bucketMs) {
    const sent = Math.max(0, Math.ceil((Math.min(start + bucketMs, knownMs) - start) / 1000));
    buckets.push(bucket(start, bucketMs, sent, sent === 0 ? null : 10 + kind.length + (start % 7)));
  }
  return buckets;
}

export function bucket(
  fromMs: number,
  bucketMs: number,
  sent: number,
  rttMs: number | null,
  lost = 0,
): Bucket {
  return {
    fromMs: wallMs(fromMs),
    toMs: wallMs(fromMs + bucketMs),
    minMs: rttMs,
    meanMs: rttMs,
    p50Ms: rttMs,
    p95Ms: rttMs,
    p99Ms: rttMs,
    maxMs: rttMs,
    sent,
    received: sent - lost,
    lost,
    late: 0,
    gap: null,
  };
}
