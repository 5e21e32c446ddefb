import type { Incident } from './incident.ts';

/** Characters of a note that are kept. */
export const NOTE_LENGTH = 2000;

/** An incident with what its user has to say about it. */
export interface NotedIncident extends Incident {
  /** The user's own words; empty: none. */
  readonly note: string;
}
