import type { Incident } from './incident.ts';

/** Characters of a note that are kept. */
export const NOTE_LENGTH = 2000;

/** An incident with what its user has to say about it, and what its network is called. */
export interface NotedIncident extends Incident {
  /** `eth0 192.0.2.10 via 192.0.2.1`; left out: the history does not know that network (any more). */
  readonly networkLabel?: string;
  /** The user's own words; empty: none. */
  readonly note: string;
}
