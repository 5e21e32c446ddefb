import type { TraceComparison, TraceHop, TraceNode, TraceView } from '../../model/trace.ts';
import { countOf } from '../../words/numbers.ts';
import { answeringHops, canJudgeSilence, hasWarning } from '../reading/untold-trace.ts';
import { isDestination, shareNode } from './same-router.ts';
import { slowdownOf } from './slowdown.ts';
import { slowdownSentence, slowdownText } from './slowdown-words.ts';

/**
 * Fit to be what later traces are compared with: the way from here to there, all was sent, the destination answered,
 * and no hop really loses.
 */
export function isHealthyTrace(view: TraceView): boolean {
  if (view.direction !== 'forward' || view.status !== 'done' || !view.reached || hasWarning(view, 'not-sent'))
    return false;
  return view.hops.every(({ reading }) => reading !== 'loss');
}

/** Whether both answer at a hop, and not as the same router: silence is no difference, nor is one of several nodes. */
function differs(view: TraceView, baseline: TraceView, hop: TraceHop): boolean {
  const before = baseline.hops[hop.ttl - 1];
  if (before === undefined || before.nodes.length === 0 || hop.nodes.length === 0) return false;
  // A name may stand for several machines: each at its own end of the same path.
  if (isDestination(hop, view) && isDestination(before, baseline)) return false;
  return !shareNode(hop, before);
}

const nodeWords = ({ address, name }: TraceNode): string =>
  name === null ? address : `${name} (${address})`;
const hopNodes = (hop: TraceHop | undefined): string => {
  const [first, ...others] = hop?.nodes ?? [];
  if (first === undefined) return 'nobody';
  return others.length === 0
    ? nodeWords(first)
    : `${nodeWords(first)} and ${countOf(others.length, 'other')}`;
};

/** Of a path that ends early: the first hop that answered when it was healthy, after the last that answers now. */
function firstMissing(view: TraceView, baseline: TraceView): TraceHop | undefined {
  if (view.reached || !canJudgeSilence(view)) return undefined;
  const last = answeringHops(view).at(-1)?.ttl ?? 0;
  return baseline.hops.find(({ ttl, nodes }) => ttl > last && nodes.length > 0);
}

/** After the first difference: where both are the same again, which is how a detour looks. */
function sameAgainAt(view: TraceView, baseline: TraceView, from: number): number | undefined {
  const same = view.hops.find((hop) => {
    const before = baseline.hops[hop.ttl - 1];
    return hop.ttl > from && before !== undefined && shareNode(hop, before);
  });
  return same?.ttl;
}

function differenceText(view: TraceView, baseline: TraceView, hop: TraceHop): string {
  const [now, before] = [hopNodes(hop), hopNodes(baseline.hops[hop.ttl - 1])];
  const start = `Hop ${hop.ttl} is the first that differs from the healthy path: ${now} instead of ${before}`;
  const again = sameAgainAt(view, baseline, hop.ttl);
  return again === undefined ? `${start}.` : `${start}; from hop ${again} on the path is the same again.`;
}

function missingText(missing: TraceHop, view: TraceView): string {
  const last = answeringHops(view).at(-1);
  const gap = last === undefined ? 'Nothing answers' : `Nothing answers behind hop ${last.ttl}`;
  return `${gap}; on the healthy path the next was hop ${missing.ttl}, ${hopNodes(missing)}.`;
}

interface Difference {
  /** Null: none. */
  readonly ttl: number | null;
  readonly text: string;
}

/** Who answers, hop by hop. */
function pathDifference(view: TraceView, baseline: TraceView): Difference {
  const different = view.hops.find((hop) => differs(view, baseline, hop));
  if (different !== undefined) {
    return { ttl: different.ttl, text: differenceText(view, baseline, different) };
  }
  const missing = firstMissing(view, baseline);
  if (missing !== undefined) return { ttl: missing.ttl, text: missingText(missing, view) };
  if (!view.reached) {
    return { ttl: null, text: 'As far as it answers, the path is the same as when it was healthy.' };
  }
  return { ttl: null, text: 'The path is the same as when it was healthy.' };
}

/**
 * The first hop at which a trace leaves the path of a healthy one, or from which on it is clearly slower. A hop that
 * is silent in one of them is no difference unless everything after it is silent too, nor is another member of a
 * group that shares the load, nor another address of a router of the same name.
 */
export function compareTraces(view: TraceView, baseline: TraceView): TraceComparison {
  const { ttl, text } = pathDifference(view, baseline);
  const slowdown = slowdownOf(view, baseline);
  return {
    baseline: { id: baseline.id, atMs: baseline.startedMs },
    firstDifferentTtl: ttl ?? slowdown?.ttl ?? null,
    ...(ttl === null && slowdown !== null ? { isSlower: true } : {}),
    text: slowdown === null ? text : `${text} ${slowdownText(view, slowdown)}`,
  };
}

/** A trace with its comparison; none while nothing leaves this machine, which says nothing of the path. That all is well is not said of one that is clearly slower than when all was well. */
export function comparedWith(view: TraceView, baseline: TraceView): TraceView {
  if (hasWarning(view, 'not-sent')) return { ...view, comparison: null };
  const slowdown = view.sentence.state === 'good' ? slowdownOf(view, baseline) : null;
  return {
    ...view,
    sentence: slowdown === null ? view.sentence : slowdownSentence(view, slowdown),
    comparison: compareTraces(view, baseline),
  };
}
