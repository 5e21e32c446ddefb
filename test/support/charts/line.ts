import type { NotedIncident } from '../../../main/contract/contract.ts';
import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Bucket, SeriesAnswer, SeriesQuery } from '../../../main/domain/model/series.ts';
import { wallMs } from '../../../main/domain/model/units.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A line with a past: what a history would answer about it, made up but the same each time it is asked. */
export interface Line {
  readonly gaps: readonly Gap[];
  readonly incidents: readonly NotedIncident[];
  /** Probes are known up to there. */
  answer(query: SeriesQuery, knownMs: number): SeriesAnswer;
}

export interface LineEvents {
  readonly gaps: readonly Gap[];
  readonly incidents: readonly NotedIncident[];
  /** Nothing is known of the time before. */
  readonly sinceMs: number;
}

const BASE_MS: Readonly<Record<Kind, number>> = {
  icmp4: 18,
  icmp6: 19,
  tcp4: 21,
  tcp6: 23,
  dns: 12,
  gateway: 1.4,
};

/** From 0 to 1, the same for the same numbers. */
function noise(a: number, b: number): number {
  const mixed = Math.imul(Math.floor(a) ^ Math.imul(b + 1, 0x9e3779b1), 0x85ebca6b) >>> 0;
  const again = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0;
  return ((again ^ (again >>> 13)) >>> 0) / 2 ** 32;
}

const WIDTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];

const widthOf = (spanMs: number, points: number): number =>
  (WIDTHS.find((seconds) => seconds * SECOND >= spanMs / points) ?? 86_400) * SECOND;

/** Milliseconds of a bucket that lie within any of the stretches. */
function overlap(
  fromMs: number,
  toMs: number,
  stretches: readonly { readonly fromMs: number; readonly toMs: number }[],
): number {
  return stretches.reduce(
    (sum, one) => sum + Math.max(0, Math.min(toMs, one.toMs) - Math.max(fromMs, one.fromMs)),
    0,
  );
}

/** The share lost in a burst: some minutes in a bad hour lose some. */
function burstLoss(fromMs: number, kind: Kind, bucketMs: number): number {
  const isBad = noise(fromMs / (3 * HOUR), 7 + kind.length) > 0.72;
  const isBurst = noise(fromMs / Math.max(2 * MINUTE, bucketMs), 11 + kind.length) > 0.7;
  if (!isBad || !isBurst) return 0;
  return 0.02 + 0.3 * noise(fromMs / bucketMs, 13) ** 3;
}

function roundTrips(fromMs: number, kind: Kind, bucketMs: number) {
  const seed = KIND_SEED[kind];
  const evening = 1 + 0.35 * Math.max(0, Math.sin(((fromMs % DAY) / DAY) * 2 * Math.PI - 2.2)) ** 2;
  const drift = 1 + 0.06 * noise(fromMs / (20 * MINUTE), seed);
  const mean = BASE_MS[kind] * evening * drift * (1 + 0.05 * noise(fromMs / bucketMs, seed + 20));
  const tail = 0.06 + 0.25 * noise(fromMs / bucketMs, seed + 30) ** 2;
  const peak = noise(fromMs / bucketMs, seed + 40);
  return {
    minMs: mean * 0.9,
    meanMs: mean,
    p50Ms: mean * 0.98,
    p95Ms: mean * (1 + tail),
    p99Ms: mean * (1 + 2 * tail),
    maxMs: mean * (1 + 2.2 * tail + 1.2 * peak ** 8 + (peak > 0.992 ? 9 : 0)),
  };
}

const KIND_SEED: Readonly<Record<Kind, number>> = {
  icmp4: 1,
  icmp6: 2,
  tcp4: 3,
  tcp6: 4,
  dns: 5,
  gateway: 6,
};

const SILENT = {
  minMs: null,
  meanMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  maxMs: null,
} as const;

function bucketOf(events: LineEvents, kind: Kind, fromMs: number, toMs: number, knownMs: number): Bucket {
  const begin = Math.max(fromMs, events.sinceMs);
  const end = Math.min(toMs, knownMs);
  const width = Math.max(0, end - begin);
  const unmeasured = overlap(begin, end, events.gaps);
  const outages = events.incidents
    .filter(({ evidence }) => evidence.failing.includes(kind))
    .map(({ sinceMs, untilMs }) => ({ fromMs: sinceMs, toMs: untilMs ?? knownMs }));
  const sent = Math.round((width - unmeasured) / SECOND);
  const failed = Math.min(sent, Math.round(overlap(begin, end, outages) / SECOND));
  const lost = failed + Math.round((sent - failed) * burstLoss(fromMs, kind, toMs - fromMs));
  const figures = lost === sent ? SILENT : roundTrips(fromMs, kind, toMs - fromMs);
  const gap = events.gaps.find((one) => one.fromMs < toMs && one.toMs > fromMs);
  return {
    fromMs: wallMs(fromMs),
    toMs: wallMs(toMs),
    ...figures,
    sent,
    received: sent - lost,
    lost,
    late: 0,
    gap: sent === 0 && gap !== undefined ? gap.reason : null,
  };
}

export function lineWith(events: LineEvents): Line {
  return {
    ...events,
    answer(query, knownMs) {
      const bucketMs = widthOf(query.toMs - query.fromMs, query.points);
      const fromMs = Math.floor(query.fromMs / bucketMs) * bucketMs;
      const toMs = Math.ceil(query.toMs / bucketMs) * bucketMs;
      const starts = Array.from({ length: (toMs - fromMs) / bucketMs }, (_, at) => fromMs + at * bucketMs);
      return {
        fromMs: wallMs(fromMs),
        toMs: wallMs(toMs),
        bucketMs,
        resolution: 'raw',
        series: query.kinds.map((kind) => ({
          kind,
          buckets: starts.map((start) => bucketOf(events, kind, start, start + bucketMs, knownMs)),
        })),
        gaps: events.gaps.filter((gap) => gap.toMs > fromMs && gap.fromMs < toMs),
      };
    },
  };
}
