import type { Gap } from '../../domain/model/gap.ts';
import { wallMs } from '../../domain/model/units.ts';
import { tally } from '../codec/rollup.ts';
import type { Bucket } from '../types.ts';
import type { Plan } from './plan.ts';

/** The figures of one bucket, whatever rows they came from. */
export interface Figures {
  readonly counts: Parameters<typeof tally>[0];
  readonly round: {
    readonly minMs: number;
    readonly meanMs: number;
    readonly maxMs: number;
    quantile(q: number): number | null;
  } | null;
}

export function bucketsOf(
  plan: Plan,
  gaps: readonly Gap[],
  figuresAt: (index: number) => Figures | null,
): readonly Bucket[] {
  const gapIn = gapFinder(gaps);
  return Array.from({ length: plan.buckets }, (_, index) => {
    const fromMs = plan.fromMs + index * plan.bucketMs;
    const figures = figuresAt(index);
    return bucketOf(fromMs, fromMs + plan.bucketMs, figures, gapIn);
  });
}

function bucketOf(
  fromMs: number,
  toMs: number,
  figures: Figures | null,
  gapIn: (fromMs: number, toMs: number) => Gap | undefined,
): Bucket {
  const place = { fromMs: wallMs(fromMs), toMs: wallMs(toMs) };
  if (figures === null) {
    return { ...place, ...NOTHING_BACK, ...NOTHING_SENT, gap: gapIn(fromMs, toMs)?.reason ?? null };
  }
  const counters = tally(figures.counts);
  const gap = counters.sent === 0 ? (gapIn(fromMs, toMs)?.reason ?? null) : null;
  const { round } = figures;
  if (round === null) return { ...place, ...NOTHING_BACK, ...counters, gap };
  // A sketch may be 1 % off; the extremes are exact and bound it.
  const within = (value: number | null): number | null =>
    value === null ? null : Math.min(round.maxMs, Math.max(round.minMs, value));
  return {
    ...place,
    minMs: round.minMs,
    meanMs: round.meanMs,
    p50Ms: within(round.quantile(0.5)),
    p95Ms: within(round.quantile(0.95)),
    p99Ms: within(round.quantile(0.99)),
    maxMs: round.maxMs,
    ...counters,
    gap,
  };
}

const NOTHING_SENT = { sent: 0, received: 0, lost: 0, late: 0 };
const NOTHING_BACK = { minMs: null, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null };

/** Asked for buckets in order of time, it walks the gaps (sorted by start) along with them. */
function gapFinder(gaps: readonly Gap[]): (fromMs: number, toMs: number) => Gap | undefined {
  let open: readonly Gap[] = [];
  let next = 0;
  return (fromMs, toMs) => {
    const began: Gap[] = [];
    for (let gap = gaps[next]; gap !== undefined && gap.fromMs < toMs; gap = gaps[next]) {
      began.push(gap);
      next += 1;
    }
    open = [...open, ...began].filter((gap) => gap.toMs > fromMs);
    return open[0];
  };
}
