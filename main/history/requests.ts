import type { Gap } from '../domain/model/gap.ts';
import type { IncidentQuery } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { RolledRow } from '../domain/model/measured.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { TraceSummary, TraceView } from '../domain/model/trace.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Notice } from '../domain/notices/types.ts';
import type { Availability } from '../domain/outage/types.ts';
import type { HistoryErrorCode } from './errors.ts';
import type { Entry } from './events/entry.ts';
import type { TracesQuery } from './events/traces.ts';
import type { HistoryOptions, Retention, TracedPath } from './types.ts';

/** What the file has to say after each commit. */
export interface FileReport {
  readonly bytes: number;
  readonly setAside: string | null;
  /** When a new file took the place of one that was taken away; null: none was. */
  readonly begunAnewMs: WallMs | null;
  /** Events no row could be made of. */
  readonly dropped: number;
}

export interface MeasuredAsk {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  /** Where to go on: the `nextMs` of the page before; the first page starts at `fromMs`. */
  readonly cursorMs: number;
}

/** The samples of one anchor and minute, packed as they are kept, or a roll-up. */
export type MeasuredPart =
  | { readonly type: 'raw'; readonly kind: Kind; readonly anchor: string; readonly block: Uint8Array }
  | { readonly type: 'rolled'; readonly row: RolledRow };

export interface MeasuredPage {
  readonly parts: readonly MeasuredPart[];
  /** Null: that was all. */
  readonly nextMs: number | null;
}

/** Incidents that touch a range, oldest first, after the one named. */
export interface IncidentPageAsk {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
  readonly after: { readonly sinceMs: WallMs; readonly id: string } | null;
}

interface Request<Ask, Answer> {
  /** Never there at run time: they carry the types. */
  readonly ask?: Ask;
  readonly answer?: Answer;
}
const request = <Ask, Answer>(): Request<Ask, Answer> => ({});

/** The whole language between client and worker; both ends are derived from this one value. */
export const REQUESTS = {
  commit: request<readonly Entry[], FileReport>(),
  series: request<SeriesQuery, SeriesAnswer>(),
  incidents: request<IncidentQuery, readonly NotedIncident[]>(),
  incidentPage: request<IncidentPageAsk, readonly NotedIncident[]>(),
  openIncidents: request<null, readonly Incident[]>(),
  gaps: request<{ readonly fromMs: WallMs; readonly toMs: WallMs }, readonly Gap[]>(),
  measured: request<MeasuredAsk, MeasuredPage>(),
  noteIncident: request<{ readonly id: string; readonly note: string }, NotedIncident | null>(),
  notices: request<{ readonly limit: number }, readonly Notice[]>(),
  traces: request<TracesQuery, readonly TraceSummary[]>(),
  /** Null: there is none (any more). */
  trace: request<{ readonly id: string }, TraceView | null>(),
  healthyTrace: request<TracedPath, TraceView | null>(),
  configure: request<Retention, null>(),
  availability: request<null, readonly Availability[]>(),
  rememberAvailability: request<readonly Availability[], null>(),
  close: request<null, null>(),
} as const;

export type RequestName = keyof typeof REQUESTS;
export type Ask<Name extends RequestName> =
  (typeof REQUESTS)[Name] extends Request<infer A, unknown> ? A : never;
export type Answer<Name extends RequestName> =
  (typeof REQUESTS)[Name] extends Request<unknown, infer A> ? A : never;
export type Handlers = { readonly [Name in RequestName]: (ask: Ask<Name>) => Answer<Name> };

/** To the worker. */
export type AskMessage = {
  readonly [Name in RequestName]: { readonly id: number; readonly name: Name; readonly ask: Ask<Name> };
}[RequestName];

/** From the worker: `opened` or `refused` first, then an `answered` or `failed` for each question. */
export type WorkerMessage =
  | {
      readonly type: 'opened';
      readonly run: number;
      readonly lastAlive: WallMs | null;
      readonly report: FileReport;
    }
  | { readonly type: 'refused'; readonly code: HistoryErrorCode; readonly message: string }
  | { readonly type: 'answered'; readonly id: number; readonly answer: Answer<RequestName> }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: HistoryErrorCode;
      readonly message: string;
    }
  | { readonly type: 'report'; readonly report: FileReport };

export interface WorkerStart {
  readonly options: HistoryOptions;
  readonly run: number | null;
}
