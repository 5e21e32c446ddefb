import type { TraceHop, TraceSample, TraceView } from '../../../main/domain/model/trace.ts';

/** An hour of one sample a second, for each hop. */
export const MOST_SAMPLES = 3600;

export type KeptSamples = ReadonlyMap<number, readonly TraceSample[]>;

/**
 * What is kept of a hop, with what a view tells: a view carries the latest only. Where both tell of the same time
 * the view is right, since an answer may have come late.
 */
export function mergeSamples(
  kept: readonly TraceSample[],
  told: readonly TraceSample[],
  most: number = MOST_SAMPLES,
): readonly TraceSample[] {
  const first = told[0];
  if (first === undefined) return kept;
  let end = kept.length;
  while (end > 0 && (kept[end - 1]?.atMs ?? 0) >= first.atMs) end -= 1;
  const joined = end === 0 ? told : [...kept.slice(0, end), ...told];
  return joined.length > most ? joined.slice(-most) : joined;
}

const samplesWith = (kept: KeptSamples, { ttl, samples }: TraceHop): readonly TraceSample[] =>
  mergeSamples(kept.get(ttl) ?? [], samples);

/** Of another trace than before nothing is kept. */
export function keepSamples(kept: KeptSamples, view: TraceView, isSame: boolean): KeptSamples {
  const before: KeptSamples = isSame ? kept : new Map();
  return new Map(view.hops.map((hop) => [hop.ttl, samplesWith(before, hop)]));
}
