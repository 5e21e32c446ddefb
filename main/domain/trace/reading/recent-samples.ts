import type { TraceHop, TraceSample } from '../../model/trace.ts';

/** What "now" covers, and the probes of a hop that it takes at least where rounds are far apart. */
export const WINDOW_MS = 60_000;
export const PROBES_AT_LEAST = 20;

/** When the latest probe of all was sent; not finite: none is known. */
export const latestMs = (hops: readonly TraceHop[]): number =>
  Math.max(...hops.map(({ samples }) => samples.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY));

export function samplesSince(
  samples: readonly TraceSample[],
  sinceMs: number,
  atLeast: number,
): readonly TraceSample[] {
  const from = samples.findIndex(({ atMs }) => atMs > sinceMs);
  const recent = from < 0 ? [] : samples.slice(from);
  return recent.length < atLeast ? samples.slice(-atLeast) : recent;
}
