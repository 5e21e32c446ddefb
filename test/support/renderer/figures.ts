import { FAMILY_OF_KIND, type Kind } from '../../../main/domain/model/kind.ts';
import type { Bucket, SeriesAnswer, SeriesQuery } from '../../../main/domain/model/series.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import type { Scene } from './scene.ts';

/** Usual round trip of a kind, ms, and how much it wavers. */
const USUAL: Readonly<Record<Kind, readonly [ms: number, wavers: number]>> = {
  icmp4: [21, 3],
  icmp6: [24, 3],
  tcp4: [23, 5],
  tcp6: [26, 5],
  dns: [12, 4],
  gateway: [1.1, 0.3],
};

/** 0 to 1, the same for the same numbers: an integer hash (Wang's). */
function noise(one: number, other: number): number {
  let seed = (Math.imul(one | 0, 73_856_093) ^ Math.imul(other | 0, 19_349_663)) >>> 0;
  seed = (seed ^ 61 ^ (seed >>> 16)) >>> 0;
  seed = (seed + (seed << 3)) >>> 0;
  seed = (seed ^ (seed >>> 4)) >>> 0;
  seed = Math.imul(seed, 0x27d4eb2d) >>> 0;
  return ((seed ^ (seed >>> 15)) >>> 0) / 4_294_967_296;
}

const silent = (fromMs: number, toMs: number, gap: Bucket['gap']): Bucket => ({
  fromMs: wallMs(fromMs),
  toMs: wallMs(toMs),
  minMs: null,
  meanMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  maxMs: null,
  sent: 0,
  received: 0,
  lost: 0,
  late: 0,
  gap,
});

/** Share of a bucket's probes that an incident takes. */
function lossIn(scene: Scene, kind: Kind, fromMs: number, toMs: number): number {
  let share = 0;
  for (const { class: name, evidence, sinceMs, untilMs } of scene.incidents) {
    if (!evidence.failing.includes(kind)) continue;
    const covered = Math.min(toMs, untilMs ?? toMs) - Math.max(fromMs, sinceMs);
    if (covered <= 0) continue;
    const whole =
      name === 'degraded-latency' ? 0 : name === 'degraded-loss' ? (evidence.figure ?? 10) / 100 : 1;
    share = Math.max(share, whole * (covered / (toMs - fromMs)));
  }
  return Math.min(1, share);
}

const slowIn = (scene: Scene, kind: Kind, fromMs: number, toMs: number): boolean =>
  scene.incidents.some(
    ({ class: name, evidence, sinceMs, untilMs }) =>
      name === 'degraded-latency' &&
      evidence.failing.includes(kind) &&
      sinceMs < toMs &&
      (untilMs ?? scene.state.atMs) > fromMs,
  );

function bucket(scene: Scene, kind: Kind, fromMs: number, toMs: number): Bucket {
  const gap = scene.gaps.find((one) => one.fromMs <= fromMs && one.toMs >= toMs);
  if (gap !== undefined) return silent(fromMs, toMs, gap.reason);
  if (!scene.kinds.includes(kind) || fromMs < scene.measuredFromMs || fromMs >= scene.state.atMs) {
    return silent(fromMs, toMs, null);
  }
  const [usual, wavers] = USUAL[kind];
  const index = Math.floor(fromMs / 1000);
  const seed = usual * 1000 + (FAMILY_OF_KIND[kind] ?? 0);
  const sent = Math.max(1, Math.round((toMs - fromMs) / 1000));
  const stray = noise(index, seed + 1) > 0.995 ? 1 : 0;
  const unlucky = sent * lossIn(scene, kind, fromMs, toMs) + noise(index, seed + 4) * 0.999;
  const lost = Math.min(sent, Math.floor(unlucky) + stray);
  if (lost === sent) return { ...silent(fromMs, toMs, null), sent, lost };
  const slow = slowIn(scene, kind, fromMs, toMs) ? 6 : 1;
  const wave = 1 + 0.12 * Math.sin(fromMs / 1_700_000 + usual);
  const meanMs = slow * (usual * wave + wavers * (noise(index, seed) - 0.5));
  const spread = slow * wavers * (0.4 + noise(index, seed + 2));
  const peak = noise(index, seed + 3) > 0.97 ? 4 * wavers : 0;
  return {
    ...silent(fromMs, toMs, null),
    minMs: meanMs - spread,
    meanMs,
    p50Ms: meanMs,
    p95Ms: meanMs + spread,
    p99Ms: meanMs + 1.5 * spread,
    maxMs: meanMs + 2 * spread + peak,
    sent,
    received: sent - lost,
    lost,
  };
}

/** Widths that buckets have, ms. */
const WIDTHS = [1, 2, 5, 10, 30, 60, 300, 900, 3600, 7200, 21_600, 86_400].map((s) => s * 1000);

/** What the history would answer, made from the scene: the same figures for the same bucket. */
export function seriesOf(scene: Scene, { kinds, fromMs, toMs, points }: SeriesQuery): SeriesAnswer {
  const bucketMs = WIDTHS.find((width) => (toMs - fromMs) / width <= points) ?? 86_400_000;
  const begin = Math.floor(fromMs / bucketMs) * bucketMs;
  const end = Math.ceil(toMs / bucketMs) * bucketMs;
  const count = Math.round((end - begin) / bucketMs);
  const series = kinds.map((kind) => ({
    kind,
    buckets: Array.from({ length: count }, (_, index) =>
      bucket(scene, kind, begin + index * bucketMs, begin + (index + 1) * bucketMs),
    ),
  }));
  return {
    fromMs: wallMs(begin),
    toMs: wallMs(end),
    bucketMs,
    resolution: bucketMs < 60_000 ? 'raw' : bucketMs < 3_600_000 ? 'minute' : 'hour',
    series,
    gaps: scene.gaps.filter((gap) => gap.toMs > begin && gap.fromMs < end),
  };
}
