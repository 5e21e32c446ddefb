import type { TraceSample } from '../../../main/domain/model/trace.ts';

/** What falls on one pixel of a strip's width. */
export interface StripColumn {
  readonly x: number;
  /** Of those that were answered; null: none was. */
  readonly meanMs: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly lost: number;
  readonly sent: number;
}

export interface StripSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

function columnOf(x: number, samples: readonly TraceSample[]): StripColumn {
  const answered = samples.flatMap(({ rttMs }) => (rttMs === null ? [] : [rttMs]));
  const sent = samples.length;
  const lost = sent - answered.length;
  if (answered.length === 0) return { x, meanMs: null, minMs: null, maxMs: null, lost, sent };
  const meanMs = answered.reduce((sum, one) => sum + one, 0) / answered.length;
  return { x, meanMs, minMs: Math.min(...answered), maxMs: Math.max(...answered), lost, sent };
}

/** Of samples in the order of time, the first that is not before. */
function firstFrom(samples: readonly TraceSample[], fromMs: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.atMs ?? fromMs) < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Samples in the order of time, by whole pixels; pixels without one are left out. */
export function columnsOf(
  samples: readonly TraceSample[],
  { fromMs, toMs }: StripSpan,
  width: number,
): readonly StripColumn[] {
  const groups = new Map<number, TraceSample[]>();
  // An hour is kept and two minutes are shown, as a rule.
  for (let at = firstFrom(samples, fromMs); at < samples.length; at += 1) {
    const sample = samples[at];
    if (sample === undefined || sample.atMs > toMs) break;
    const x = Math.min(width - 1, Math.floor(((sample.atMs - fromMs) / (toMs - fromMs)) * width));
    const group = groups.get(x);
    if (group === undefined) groups.set(x, [sample]);
    else group.push(sample);
  }
  return [...groups].map(([x, group]) => columnOf(x, group));
}

const SECOND = 1000;

/**
 * The time that all strips show: from the start until it is longer than `lengthMs`, then the last of it. Moves by
 * whole seconds, so that lines do not tremble.
 */
export function stripSpan(startedMs: number, latestMs: number, lengthMs: number): StripSpan {
  const fromMs = Math.floor(startedMs / SECOND) * SECOND;
  const toMs = Math.max(fromMs + lengthMs, Math.ceil(latestMs / SECOND) * SECOND);
  return { fromMs: toMs - lengthMs, toMs };
}
