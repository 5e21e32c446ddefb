import type { Incident, IncidentEnd } from '../../model/incident.ts';
import { type WallMs, wallMs } from '../../model/units.ts';
import type { IncidentRule } from '../classes/incident-class.ts';
import type { Instant } from '../types.ts';

/** An incident that is open, with what only this run knows of it. */
export interface OpenIncident {
  readonly rule: IncidentRule;
  readonly incident: Incident;
  /** Null for one of an earlier run: its clock is gone. */
  readonly sinceMono: number | null;
  /**
   * Set while it is not known whether it goes on (a restart, another network): it must be seen again by
   * `untilMono`, else it ended when it was last seen.
   */
  readonly unconfirmed: { readonly untilMono: number; readonly lastSeen: Instant } | null;
  /** Its cause was last seen to end here; it is held open a while if it has been flapping. */
  readonly ended: Instant | null;
}

/**
 * Wall time of an instant of the incident's life: the label of its beginning plus the monotonic time since, so
 * that a wall clock set meanwhile makes no absurd duration. Never before the beginning.
 */
export function labelOf(open: Pick<OpenIncident, 'incident' | 'sinceMono'>, at: Instant): WallMs {
  const { sinceMs } = open.incident;
  if (open.sinceMono === null) return wallMs(Math.max(sinceMs, at.wallMs));
  return wallMs(sinceMs + Math.max(0, at.monoMs - open.sinceMono));
}

export const closed = (
  open: OpenIncident,
  end: IncidentEnd,
  at: Instant,
  parent: string | null = null,
): Incident => ({ ...open.incident, untilMs: labelOf(open, at), end, parent });
