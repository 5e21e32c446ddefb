import type { TraceHop } from '../../../main/domain/model/trace.ts';

/** Ends of a scale that are easily divided by the eye, times a power of ten. */
const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10] as const;

/** The least even end that is not below `ms`. */
export function niceEnd(ms: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(ms, 0.1)));
  const step = STEPS.find((one) => one * power >= ms - 1e-9) ?? 10;
  return Number((step * power).toPrecision(2));
}

const ROOM = 1.15;
const LEAST_MS = 1;

/**
 * The end of the scale that all hops share, in ms. What is rare and slow is clipped, not what is usual squashed. A
 * scale that is large enough stays, so that bars do not jump with every answer, unless it is far too large.
 */
export function scaleEnd(hops: readonly TraceHop[], before: number | null): number {
  const slow = hops.flatMap(({ rttMs }) => (rttMs === null ? [] : [Math.max(rttMs.p95, rttMs.mean)]));
  const wanted = niceEnd(Math.max(LEAST_MS, ...slow) * ROOM);
  if (before === null || wanted > before || wanted < before / 2.5) return wanted;
  return before;
}

/** Where a round trip lies on the scale, percent of its length; past the end: at the end. */
export const placeOn = (ms: number, endMs: number): number =>
  Math.round(Math.min(1, Math.max(0, ms / endMs)) * 1000) / 10;
