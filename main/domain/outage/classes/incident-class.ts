import type { IncidentClass } from '../../model/incident.ts';
import type { Kind } from '../../model/kind.ts';
import type { LineView } from '../line/view.ts';
import type { Instant } from '../types.ts';

/** A class holds: since when, and what fails. */
export interface Verdict {
  readonly since: Instant;
  readonly failing: readonly Kind[];
  readonly figure?: number;
  /** Where the figure comes from, for gradual faults; else the failing runs are counted. */
  readonly lost?: number;
  readonly sent?: number;
}

/**
 * One class of incident. `rank`: a lower number is a parent, which absorbs higher ones and keeps them from being
 * raised while it is open; classes of one rank take each other's place.
 */
export interface IncidentRule {
  readonly class: IncidentClass;
  readonly rank: number;
  /** Gradual faults are judged afresh after an outage; none of them keeps its evidence across a gap. */
  readonly gradual: boolean;
  /** Holds when nothing at all answers. That some of it is no longer asked does not make it so. */
  readonly ofSilence?: true;
  /** Null: does not hold. */
  judge(view: LineView): Verdict | null;
  /** While it holds: false keeps the verdict waiting for what may still widen it. `heldMs`: since it first held. */
  isReady(view: LineView, heldMs: number): boolean;
  /** Open: its own kinds still fail. Weaker than `judge`: what else fails too is for other classes to say. */
  persists(view: LineView): boolean;
}
