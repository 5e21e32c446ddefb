import type { Belief, Direction, EndReason, NotTestable, PathHop, Segment, VerdictKind } from '../types.ts';

/** What a verdict is made of. */
export interface Findings {
  readonly hops: readonly PathHop[];
  readonly belief: Belief;
  readonly probes: number;
  readonly packets: number;
  readonly ended: EndReason | null;
}

/** What a kind of verdict claims. */
export interface Claim {
  readonly segment: Segment | null;
  readonly direction: Direction;
  /** A share; null: no loss is claimed. */
  readonly loss: number | null;
  readonly interval95: readonly [number, number] | null;
  readonly confidence: number;
  readonly text: string;
}

/** One kind of verdict: when it may be given, and its words. */
export interface VerdictRule {
  readonly kind: VerdictKind;
  /** Null: the evidence does not carry it. */
  readonly claim: (findings: Findings, notTestable: readonly NotTestable[]) => Claim | null;
}
