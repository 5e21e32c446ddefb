import type { Gap } from '../domain/model/gap.ts';
import type { HistoryState, IncidentQuery } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Availability } from '../domain/outage/types.ts';

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
