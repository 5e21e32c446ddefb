import type { Instant } from '../types.ts';
import type { KindTrack } from './kind-track.ts';
import type { PathTrack } from './path-track.ts';

/** A probe under way or lately concluded. */
export interface Probe {
  readonly id: number;
  readonly kind: KindTrack;
  readonly path: PathTrack;
  readonly sent: Instant;
  /** Monotonic time from which on it is overdue. */
  readonly deadline: number;
  /** `overdue`: its deadline passed or it was called lost; an answer may still take that back. */
  state: 'pending' | 'overdue' | 'answered' | 'void';
  /** Takes part in the loss statistics, and what it counts for there. */
  readonly counted: boolean;
  loss: 'open' | 'answered' | 'lost' | 'excluded';
}
