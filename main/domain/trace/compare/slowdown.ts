import type { TraceHop, TraceView } from '../../model/trace.ts';
import { latestMs, PROBES_AT_LEAST, samplesSince, WINDOW_MS } from '../reading/recent-samples.ts';
import { destinationHop } from '../reading/untold-trace.ts';
import { isDestination, shareNode } from './same-router.ts';

/** Answers of a hop that tell its time now; and of what is healthy, which a trace of three probes a hop has. */
const ANSWERS_AT_LEAST = 10;
const HEALTHY_AT_LEAST = 3;
/** What comes within less is one moment: a busy radio, a burst of something else. */
const SPAN_MS = 5000;
/** A hop is slower when three answers in four take longer than its healthy median by this much and this factor. */
const SLOWER_MS = 10;
const SLOWER_BY = 1.5;
/** Where the delay comes from is where this part of the destination's is there; far more is the router's own. */
const MOST = 0.5;
const OWN = 2;

/** Milliseconds; medians. */
export interface Times {
  readonly healthyMs: number;
  readonly nowMs: number;
}

export interface Slowdown {
  /** The last hop before it that does not have most of the delay; null: it begins right at the start. */
  readonly beforeTtl: number | null;
  /** The first hop that has most of the delay, as has every later one that tells. */
  readonly ttl: number;
  readonly there: Times;
  /** Of the destination. */
  readonly goalTtl: number;
  readonly goal: Times;
}

interface Judged {
  readonly ttl: number;
  readonly times: Times;
  readonly isSlower: boolean;
}

/** By nearest rank. */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;

const answered = (samples: TraceHop['samples']): readonly number[] =>
  samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs])).toSorted((a, b) => a - b);

/** Null: too few answers, in one of both. */
function judge(hop: TraceHop, before: TraceHop, sinceMs: number): Judged | null {
  const recent = samplesSince(hop.samples, sinceMs, PROBES_AT_LEAST);
  const [now, healthy] = [answered(recent), answered(before.samples)];
  const spanMs = (recent.at(-1)?.atMs ?? 0) - (recent[0]?.atMs ?? 0);
  if (now.length < ANSWERS_AT_LEAST || healthy.length < HEALTHY_AT_LEAST || spanMs < SPAN_MS) return null;
  const healthyMs = quantile(healthy, 0.5);
  const isSlower = quantile(now, 0.25) >= Math.max(healthyMs + SLOWER_MS, healthyMs * SLOWER_BY);
  return { ttl: hop.ttl, times: { healthyMs, nowMs: quantile(now, 0.5) }, isSlower };
}

/** Routers of a labelled path may send their answers to its far end first, so theirs has the delay of what lies behind. */
const isLabelled = ({ nodes }: TraceHop): boolean => nodes.some(({ mpls }) => mpls.length > 0);

/** The routers that stand where they stood; others have other times. */
function judgedRouters(view: TraceView, baseline: TraceView, sinceMs: number): readonly Judged[] {
  return view.hops.flatMap((hop) => {
    const before = baseline.hops[hop.ttl - 1];
    if (before === undefined || isLabelled(hop) || !shareNode(hop, before)) return [];
    if (isDestination(hop, view)) return [];
    return judge(hop, before, sinceMs) ?? [];
  });
}

const delayOf = ({ times: { healthyMs, nowMs } }: Judged): number => nowMs - healthyMs;

/**
 * Whether the destination takes clearly longer to answer than on the healthy path, and the first hop that shares
 * it with all later ones. A router that only answers slowly itself is passed over; null: nothing that is clear.
 */
export function slowdownOf(view: TraceView, baseline: TraceView): Slowdown | null {
  const [goalHop, before] = [destinationHop(view), destinationHop(baseline)];
  if (goalHop === undefined || before === undefined) return null;
  const sinceMs = latestMs(view.hops) - WINDOW_MS;
  const goal = judge(goalHop, before, sinceMs);
  if (goal === null || !goal.isSlower) return null;
  const delay = delayOf(goal);
  // One that is slower by far than what lies behind it says nothing of what passes it.
  const telling = judgedRouters(view, baseline, sinceMs).filter((hop) => delayOf(hop) <= OWN * delay);
  const lacks = telling.findLast((hop) => !hop.isSlower || delayOf(hop) < MOST * delay);
  const first = telling.find(({ ttl }) => ttl > (lacks?.ttl ?? 0)) ?? goal;
  return {
    beforeTtl: lacks?.ttl ?? null,
    ttl: first.ttl,
    there: first.times,
    goalTtl: goal.ttl,
    goal: goal.times,
  };
}
