import type { Gap } from '../domain/model/gap.ts';
import type { HistoryState, IncidentQuery } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { MeasuredRow } from '../domain/model/measured.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { TraceMethod, TraceReason, TraceSummary, TraceView } from '../domain/model/trace.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Notice } from '../domain/notices/types.ts';
import type { Availability } from '../domain/outage/types.ts';

/** What can be asked of a history; each rejects with a HistoryError. */
export interface HistoryReader {
  series(query: SeriesQuery): Promise<SeriesAnswer>;
  incidents(query: IncidentQuery): Promise<readonly NotedIncident[]>;
  openIncidents(): Promise<readonly Incident[]>;
  gaps(fromMs: WallMs, toMs: WallMs): Promise<readonly Gap[]>;
  /** Newest first, at most 1,000. */
  traces(query: { readonly limit: number; readonly incident?: string }): Promise<readonly TraceSummary[]>;
  /** Rejects with `missing` when there is none with that id (any more). */
  trace(id: string): Promise<TraceView>;
  state(): Promise<HistoryState>;
  close(): Promise<void>;
}

/** What a healthy trace is the baseline of. */
export interface TracedPath {
  readonly address: string;
  readonly method: TraceMethod;
  readonly network: string;
  /** Only one taken before this. */
  readonly beforeMs: WallMs;
}

/** How long each resolution is kept, and how large the file may grow. Incidents, notices and traces go with the hours. */
export interface Retention {
  readonly rawHours: number;
  readonly minuteDays: number;
  readonly hourDays: number;
  readonly maxBytes: number;
}

export interface HistoryOptions extends Retention {
  /** The folder that holds `history.sqlite`; made if missing. */
  readonly directory: string;
}

/** Everything runs in a worker: no call blocks the caller's loop. */
export interface History extends HistoryReader {
  /** Never throws and never waits: a full disk or a dead worker changes `state`, not probing. */
  record(event: MonitorEvent): void;
  /** As `record`; told again under its id, a notice takes the place of what it was. */
  recordNotice(notice: Notice): void;
  /** Newest first, at most 1,000. */
  notices(query: { readonly limit: number }): Promise<readonly Notice[]>;
  /** As `record`; told again under its id, a trace takes the place of what it was. */
  recordTrace(
    view: TraceView,
    about: { readonly reason: TraceReason; readonly incident: string | null },
  ): void;
  /** The latest trace of a path while all was well; null: there is none. */
  healthyTrace(path: TracedPath): Promise<TraceView | null>;
  /**
   * Empty: takes the note away. Longer than 2,000 characters it is cut. Rejects with `missing` when there is no
   * such incident (any more), and when what was recorded before can't be written now.
   */
  noteIncident(id: string, note: string): Promise<NotedIncident>;
  /**
   * All that was measured in [fromMs, toMs), oldest first, some rows at a time: the probes where they are still
   * kept, else minutes, else hours. A minute or an hour that the range only touches is told whole. Ends with a
   * HistoryError when the worker does.
   */
  measured(fromMs: WallMs, toMs: WallMs): AsyncIterable<readonly MeasuredRow[]>;
  /** Every incident that touches the range, oldest first, some at a time. */
  allIncidents(fromMs: WallMs, toMs: WallMs): AsyncIterable<readonly NotedIncident[]>;
  /** Other limits, in force at once; what is too old by them goes in the next seconds. */
  configure(retention: Retention): void;
  /** All that was recorded before this call is committed; rejects with a HistoryError if it can't be now. */
  flush(): Promise<void>;
  /** Which kinds have worked on which network in earlier runs; the network used last comes first. */
  availability(): Promise<readonly Availability[]>;
  /** Replaces it. False: it could not be written now. */
  rememberAvailability(list: readonly Availability[]): Promise<boolean>;
  /** When the last run was last seen alive; null for a new store. The gap `not-running` starts there. */
  lastAlive(): Promise<WallMs | null>;
  /** After each commit with something in it; `toMs` is the latest time it tells of. */
  onCommit(listener: (toMs: WallMs) => void): () => void;
  onStateChange(listener: (state: HistoryState) => void): () => void;
  /** Flushes, then ends the worker; never rejects. */
  close(): Promise<void>;
}
