import type { AnchorKey } from './anchor.ts';
import type { Kind } from './kind.ts';
import type { MonoMs, WallMs } from './units.ts';

/**
 * What became of one probe.
 *
 * - `reply`: answered in time. `refused`: the far end refused the TCP connection, which proves the path.
 * - `lost`: no answer by the provisional deadline, or a TCP connect that needed a SYN retransmission.
 * - `late`: an answer after `lost` had been said; it takes that loss back.
 * - `unreachable`: a router or the destination said so (`detail` names the code).
 * - `error`: the probe could not be sent or read.
 * - `suspect`: taken while this process stalled or the machine woke up; counts for nothing.
 */
export const OUTCOMES = ['reply', 'late', 'lost', 'refused', 'unreachable', 'error', 'suspect'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How the figure was taken: by the privileged helper, the system's `ping`, or an unprivileged socket. */
export type Via = 'helper' | 'ping' | 'socket';

export interface Sample {
  /** Unique within a run. A revision (lost -> late) carries the id of the sample that it replaces. */
  readonly id: number;
  readonly kind: Kind;
  readonly anchor: AnchorKey;
  readonly sentWallMs: WallMs;
  readonly sentMonoMs: MonoMs;
  readonly outcome: Outcome;
  /** Round trip in milliseconds; null unless something came back (`reply`, `late`, `refused`). */
  readonly rttMs: number | null;
  readonly via: Via;
  /** The named cause of an `unreachable`, `error` or `suspect`, e.g. `host-unreachable`, `syn-retransmitted`. */
  readonly detail?: string;
}

/** The probe got through and back, however slowly. */
export const isReachable = (outcome: Outcome): boolean =>
  outcome === 'reply' || outcome === 'refused' || outcome === 'late';

/** The probe says something about the path (an `error` or `suspect` one does not). */
export const isEvidence = (outcome: Outcome): boolean => outcome !== 'suspect' && outcome !== 'error';
