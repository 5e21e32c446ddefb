import type { Gap, GapReason } from '../domain/model/gap.ts';
import type { Incident, IncidentClass } from '../domain/model/incident.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Availability } from '../domain/outage/types.ts';

/**
 * One chart bucket; null figures: nothing came back. `gap`: why nothing was measured, when the bucket has no
 * sample; the answer's `gaps` hold the rest.
 *
 * Evidence only: `sent` = `received` + `lost`. `received` are replies, refusals and late replies (`late` says
 * how many of them); `lost` includes the unreachable. Samples `error` and `suspect` count for nothing.
 * A percentile is the value of rank floor(q x (n - 1)): exact from raw rows, else within 1 %.
 */
export interface Bucket {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly minMs: number | null;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly maxMs: number | null;
  readonly sent: number;
  readonly received: number;
  readonly lost: number;
  readonly late: number;
  readonly gap: GapReason | null;
}

export interface SeriesQuery {
  readonly kinds: readonly Kind[];
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  /** Buckets wanted, 1 to 2,000. */
  readonly points: number;
  /** One anchor only; all anchors of the kind together when left out. */
  readonly anchor?: string;
}

export interface Series {
  readonly kind: Kind;
  readonly buckets: readonly Bucket[];
}

export interface SeriesAnswer {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly bucketMs: number;
  /** Which rows were read. */
  readonly resolution: 'raw' | 'minute' | 'hour';
  readonly series: readonly Series[];
  readonly gaps: readonly Gap[];
}

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
  /** Events lost in this run because they could not be written and too many waited; left out: none. */
  readonly dropped?: number;
  /** When the last run was last seen alive. Only a reader says it, and only while nobody writes. */
  readonly lastAliveMs?: WallMs;
}

/** What can be asked of a history; each rejects with a HistoryError. */
export interface HistoryReader {
  series(query: SeriesQuery): Promise<SeriesAnswer>;
  incidents(query: IncidentQuery): Promise<readonly Incident[]>;
  openIncidents(): Promise<readonly Incident[]>;
  gaps(fromMs: WallMs, toMs: WallMs): Promise<readonly Gap[]>;
  state(): Promise<HistoryState>;
  close(): Promise<void>;
}

export interface HistoryOptions {
  /** The folder that holds `history.sqlite`; made if missing. */
  readonly directory: string;
  readonly rawHours: number;
  readonly minuteDays: number;
  readonly hourDays: number;
  readonly maxBytes: number;
}

/** Everything runs in a worker: no call blocks the caller's loop. */
export interface History extends HistoryReader {
  /** Never throws and never waits: a full disk or a dead worker changes `state`, not probing. */
  record(event: MonitorEvent): void;
  /** All that was recorded before this call is committed; rejects with a HistoryError if it can't be now. */
  flush(): Promise<void>;
  /** Which kinds have worked on which network in earlier runs; the network used last comes first. */
  availability(): Promise<readonly Availability[]>;
  /** Replaces it. False: it could not be written now. */
  rememberAvailability(list: readonly Availability[]): Promise<boolean>;
  /** When the last run was last seen alive; null for a new store. The gap `not-running` starts there. */
  lastAlive(): Promise<WallMs | null>;
  onStateChange(listener: (state: HistoryState) => void): () => void;
  /** Flushes, then ends the worker; never rejects. */
  close(): Promise<void>;
}
