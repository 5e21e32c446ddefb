import type { Kind } from '../../model/kind.ts';
import type { DetectorConfig, Instant } from '../types.ts';

/**
 * What is thought of a kind now. `suspect`: probes are overdue, not decided yet. `unavailable`: never worked on
 * this network, or has no route here. `unknown`: not judged (yet). `absent`: no anchors.
 */
export type KindStatus = 'working' | 'suspect' | 'down' | 'unavailable' | 'unknown' | 'absent';

export const INTERNET_KINDS = ['icmp4', 'icmp6', 'tcp4', 'tcp6'] as const satisfies readonly Kind[];
export const TCP_KINDS = ['tcp4', 'tcp6'] as const satisfies readonly Kind[];
export const ICMP_KINDS = ['icmp4', 'icmp6'] as const satisfies readonly Kind[];

/** A gradual fault: since when, how bad, and which kinds show it. */
export interface Degradation {
  readonly since: Instant;
  readonly figure: number;
  readonly lost: number;
  readonly sent: number;
  readonly kinds: readonly Kind[];
}

/** All that an incident class may look at. */
export interface LineView {
  readonly config: DetectorConfig;
  readonly now: Instant;
  status(kind: Kind): KindStatus;
  /** The first probe that failed, of those sent after the last answered one. */
  failingSince(kind: Kind): Instant | null;
  /** When it last began to work again. */
  recoveredAt(kind: Kind): Instant | null;
  /**
   * It answered a probe sent at least `besideMs` after `since`, and did so that long ago. What died with the others
   * and has just come back did not: the others may be about to follow.
   */
  answeredBeside(kind: Kind, since: Instant): boolean;
  /** It has answered nothing for `besideMs`. */
  isSilent(kind: Kind): boolean;
  /** Unknown, and silent for as long as an outage takes to be named: not heard of yet, or not sent any more. */
  isMute(kind: Kind): boolean;
  /** Since when there is no network at all, and whether that is established. */
  readonly noNetwork: { readonly since: Instant; readonly established: boolean } | null;
  readonly captive: boolean;
  readonly loss: Degradation | null;
  readonly latency: Degradation | null;
}
