import type { IncidentClass } from './incident.ts';
import type { WallMs } from './units.ts';

export interface IncidentQuery {
  readonly fromMs?: WallMs;
  readonly toMs?: WallMs;
  readonly class?: IncidentClass;
  /** Newest first; default 100, at most 1,000. */
  readonly limit?: number;
}

/** What the store has to say about itself; shown, never swallowed. */
export interface HistoryState {
  readonly writing: boolean;
  /** Why not, and the way out; empty while writing. */
  readonly reason: string;
  readonly bytes: number;
  /** A damaged file that was set aside at the start, for the user to keep or delete. */
  readonly setAside: string | null;
  /** When, in this run, a new file was begun because the other was taken away; left out: it was not. */
  readonly begunAnewMs?: WallMs;
  /** Events lost in this run because they could not be written and too many waited; left out: none. */
  readonly dropped?: number;
  /** When the last run was last seen alive. Only a reader says it, and only while nobody writes. */
  readonly lastAliveMs?: WallMs;
}
