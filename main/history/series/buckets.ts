import type { Gap, GapReason } from '../../domain/model/gap.ts';
import type { Bucket } from '../../domain/model/series.ts';
import { wallMs } from '../../domain/model/units.ts';
import { tally } from '../codec/rollup.ts';
import type { Plan } from './plan.ts';

/** The figures of one bucket, whatever rows they came from. */
export interface Figures {
  readonly counts: Parameters<typeof tally>[0];
  /** Null: nothing came back. */
  readonly round: Round | null;
}

export interface Round {
  readonly minMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  quantile(q: number): number | null;
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

/** Object literals throughout: spreading costs more than all the rest of a chart's 12,000 buckets. */
export function bucketOf(
  fromMs: number,
  toMs: number,
  figures: Figures | null,
  gapIn: (fromMs: number, toMs: number) => GapReason | null,
): Bucket {
  const counters = figures === null ? NOTHING_SENT : tally(figures.counts);
  const round = figures?.round ?? null;
  return {
    fromMs: wallMs(fromMs),
    toMs: wallMs(toMs),
    minMs: round === null ? null : round.minMs,
    meanMs: round === null ? null : round.meanMs,
    p50Ms: round === null ? null : percentile(round, 0.5),
    p95Ms: round === null ? null : percentile(round, 0.95),
    p99Ms: round === null ? null : percentile(round, 0.99),
    maxMs: round === null ? null : round.maxMs,
    sent: counters.sent,
    received: counters.received,
    lost: counters.lost,
    late: counters.late,
    gap: counters.sent === 0 ? gapIn(fromMs, toMs) : null,
  };
}

/** A sketch may be 1 % off; the extremes are exact and bound it. */
function percentile(round: Round, q: number): number | null {
  const value = round.quantile(q);
  return value === null ? null : Math.min(round.maxMs, Math.max(round.minMs, value));
}

const NOTHING_SENT = { sent: 0, received: 0, lost: 0, late: 0 };

/** Asked in order of time, it walks the gaps (sorted by start) along; of several the one begun first counts. */
function gapFinder(gaps: readonly Gap[]): (fromMs: number, toMs: number) => GapReason | null {
  let open: Gap[] = [];
  let next = 0;
  return (fromMs, toMs) => {
    for (let gap = gaps[next]; gap !== undefined && gap.fromMs < toMs; gap = gaps[next]) {
      open.push(gap);
      next += 1;
    }
    if (open.length > 0) open = open.filter((gap) => gap.toMs > fromMs);
    return open[0]?.reason ?? null;
  };
}
