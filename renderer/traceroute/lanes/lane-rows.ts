import { type Parting, pathsPart } from '../../../main/domain/encapsulation/reading/parting.ts';
import type { TraceHop, TraceView } from '../../../main/domain/model/trace.ts';
import { countOf } from '../../../main/domain/words/numbers.ts';

/**
 * How a row's two hops stand to each other. `same`: one router, or the two ends of one link. `apart`: two routers that
 * share no link. `lone`: the other way has no hop there. `unknown`: one of them keeps silent.
 */
export type Joint = 'same' | 'apart' | 'unknown' | 'lone';

export interface LaneRow {
  readonly id: string;
  readonly forward: TraceHop | null;
  readonly reverse: TraceHop | null;
  readonly joint: Joint;
}

const hopAt = ({ hops }: TraceView, ttl: number | null): TraceHop | null =>
  ttl === null ? null : (hops.find((hop) => hop.ttl === ttl) ?? null);

const isSilent = ({ nodes }: TraceHop): boolean => nodes.length === 0;

function jointOf(forward: TraceHop | null, reverse: TraceHop | null, same: boolean): Joint {
  if (same) return 'same';
  const hops = [forward, reverse].flatMap((hop) => hop ?? []);
  if (hops.some(isSilent)) return 'unknown';
  return hops.length === 2 ? 'apart' : 'lone';
}

/** Both ways from here to the host, a place of each in every row. */
export function laneRows(forward: TraceView, reverse: TraceView, { rows }: Parting): readonly LaneRow[] {
  return rows.map(({ forwardTtl, reverseTtl, same }) => {
    const [there, back] = [hopAt(forward, forwardTtl), hopAt(reverse, reverseTtl)];
    return {
      id: `${forwardTtl ?? '-'} ${reverseTtl ?? '-'}`,
      forward: there,
      reverse: back,
      joint: jointOf(there, back, same),
    };
  });
}

export interface Lanes {
  readonly rows: readonly LaneRow[];
  /** One sentence: whether they part, and where; while one of them still runs: that it does. */
  readonly text: string;
}

const isOpen = ({ status, hops }: TraceView): boolean => status === 'running' || hops.length === 0;

export function lanesOf(forward: TraceView, reverse: TraceView): Lanes {
  const parting = pathsPart(forward, reverse);
  const rows = laneRows(forward, reverse, parting);
  if (isOpen(forward) || isOpen(reverse))
    return { rows, text: 'Where the ways part is told when both are known.' };
  return { rows, text: parting.text };
}

/** `8 hops`, for the head of a lane. This machine, where a way back ends, has no row. */
export function lengthText({ hops, reached, status, direction }: TraceView): string {
  if (status === 'running') return 'being traced';
  if (hops.length === 0) return 'not known';
  if (reached && direction === 'reverse') return `${countOf(hops.length, 'hop')}, the last is this machine`;
  return reached ? countOf(hops.length, 'hop') : `${countOf(hops.length, 'hop')}, then nothing more`;
}

export const JOINT_WORDS: Readonly<Record<Joint, string>> = {
  same: 'the same on both ways',
  apart: 'the ways are apart here',
  unknown: 'cannot be told: one of them is silent',
  lone: 'on this way only',
};
