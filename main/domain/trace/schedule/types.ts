import type { Anchor } from '../../model/anchor.ts';
import type { HealthBySubject } from '../../model/health.ts';
import type { Network } from '../../model/network.ts';

/** What holds when traces that nobody asked for are decided on. */
export interface TraceConditions {
  readonly network: Network;
  readonly health: HealthBySubject;
  readonly anchors: readonly Anchor[];
  /** Probes can be sent: the helper runs and the user has not paused. */
  readonly able: boolean;
  /** No incident is open. */
  readonly calm: boolean;
  /** Families whose path is being watched for an incident. */
  readonly watched: ReadonlySet<4 | 6>;
}

/**
 * Why no trace was taken when an incident began. `pointless`: no path tells anything of its class. `unable`: nothing
 * could be sent. `no-target`: no anchor in a family that the network has. `watched`: that path was being watched for
 * another incident. `spared`: too many had begun shortly before.
 */
export type Untraced = 'pointless' | 'unable' | 'no-target' | 'watched' | 'spared';

/** Whom to trace. */
export interface TraceTarget {
  readonly family: 4 | 6;
  /** Literal address of an anchor. */
  readonly address: string;
}
