import type { PathProbeAsk } from '../domain/encapsulation/ask.ts';
import type { Anchor } from '../domain/model/anchor.ts';
import type { PathProbeView } from '../domain/model/encapsulation.ts';
import type { Gap } from '../domain/model/gap.ts';
import type { IncidentQuery } from '../domain/model/history-state.ts';
import type { NotedIncident } from '../domain/model/noted-incident.ts';
import type { SeriesAnswer, SeriesQuery } from '../domain/model/series.ts';
import type { TraceSummary, TraceView } from '../domain/model/trace.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Notice } from '../domain/notices/types.ts';
import type { TraceAsk } from '../domain/trace/ask.ts';
import type { Untraced } from '../domain/trace/schedule/types.ts';
import type { AppState } from './app-state.ts';
import { type AnswerOf, type AskOf, type MessageOf, push, question } from './channel.ts';
import type { EncapsulationView } from './encapsulation-view.ts';
import type { HelperView, HelperWayAsk } from './helper-view.ts';
import type { MetricsTestAnswer, MetricsTestAsk, MetricsView } from './metrics-view.ts';
import type { AnchorTest, SettingsChange, SettingsView } from './settings-view.ts';

export interface Range {
  readonly fromMs: WallMs;
  readonly toMs: WallMs;
}

/** An incident as the list shows it. */
export type { NotedIncident };

export type ExportFormat = 'csv' | 'json';
/** Where the export was written; null: the user closed the dialog. */
export interface Exported {
  readonly file: string | null;
}

export const WINDOWS = ['dashboard', 'traceroute', 'settings'] as const;
export type WindowName = (typeof WINDOWS)[number];

/** What a window that is open already is asked to show. */
export interface Destination {
  readonly incident: string | null;
  readonly tab: 'incidents' | 'notices' | 'traces' | null;
  /** What the traceroute window shows. */
  readonly trace: TraceDestination | null;
}

/** `run`: start it at once. `show`: a running or kept one. `ask`: the cursor in the address field. */
export type TraceDestination =
  | { readonly kind: 'run'; readonly ask: TraceAsk }
  | { readonly kind: 'show'; readonly id: string }
  | { readonly kind: 'ask' };

export type TraceFormat = 'json' | 'text';

/** Whom one could trace, for the menu and the address field. */
export interface TraceTargets {
  /** Where open incidents are looked into first, and none of the others; left out: nothing is to be looked into. */
  readonly affected?: readonly string[];
  /** Literal addresses, one a line of the menu, without repeats. */
  readonly anchors: readonly string[];
  readonly gateways: readonly string[];
  /** What was asked for before, newest first, 20 at most. */
  readonly recent: readonly string[];
}

/** What the traceroute window keeps to itself when a trace leaves the machine: own and private addresses, and their names. */
export interface TraceSharing {
  readonly id: string;
  readonly mask: boolean;
}

/**
 * All that windows may ask and are told. Main and the preload derive their ends from this one value; main
 * checks every question against `ask-schemas.ts` and its sender.
 */
export const QUESTIONS = {
  state: question<null, AppState>(),
  series: question<SeriesQuery, SeriesAnswer>(),
  incidents: question<IncidentQuery, readonly NotedIncident[]>(),
  gaps: question<Range, readonly Gap[]>(),
  /** Answers the incident as it is now. Empty text: the note is taken away. */
  noteIncident: question<{ readonly id: string; readonly note: string }, NotedIncident>(),
  /** Newest first, 200 at most. */
  notices: question<null, readonly Notice[]>(),
  testNotice: question<null, Notice>(),
  export: question<Range & { readonly format: ExportFormat }, Exported>(),
  /** Null: until resumed. */
  pause: question<{ readonly forMs: number | null }, null>(),
  resume: question<null, null>(),
  settings: question<null, SettingsView>(),
  /** A whole config as the form holds it; what is wrong comes back field by field. */
  changeSettings: question<{ readonly config: unknown }, SettingsChange>(),
  resetSettings: question<null, SettingsView>(),
  testAnchor: question<Anchor, AnchorTest>(),
  /** Asks for the privilege that the helper lacks, or starts it again; the state tells how it went. */
  fixHelper: question<null, null>(),
  helper: question<null, HelperView>(),
  /** The refusal says why the helper does not run that way; only a way by which it does is kept. */
  useHelperWay: question<HelperWayAsk, HelperView>(),
  metrics: question<null, MetricsView>(),
  /** Sends one marked figure and tells whether it arrived; within ten seconds. */
  testMetrics: question<MetricsTestAsk, MetricsTestAnswer>(),
  retryEngine: question<null, null>(),
  openDataFolder: question<null, null>(),
  openWindow: question<{ readonly window: WindowName; readonly destination: Destination | null }, null>(),
  /**
   * Answers at once, with the trace as it begins; `trace` tells how it goes on. What still runs when the traceroute
   * window closes ends with it, and is kept. 20 may run at once.
   */
  startTrace: question<TraceAsk, TraceView>(),
  stopTrace: question<{ readonly id: string }, null>(),
  /** A running trace or a kept one. */
  trace: question<{ readonly id: string }, TraceView>(),
  /** Kept ones, newest first, 200 at most. */
  traces: question<{ readonly incident: string | null }, readonly TraceSummary[]>(),
  /** Why an incident of this run has no trace of its own; null: it has one, or nothing is known of it. */
  untraced: question<{ readonly incident: string }, Untraced | null>(),
  traceTargets: question<null, TraceTargets>(),
  /** To the clipboard, as text. */
  copyTrace: question<TraceSharing, null>(),
  saveTrace: question<TraceSharing & { readonly format: TraceFormat }, Exported>(),
  /** One saved as JSON; null: the user closed the dialog. */
  openTrace: question<null, TraceView | null>(),
  /** As `startTrace`; 3 may run at once. Refused where packets in IP-in-IP are not allowed. */
  startPathProbe: question<PathProbeAsk, PathProbeView>(),
  stopPathProbe: question<{ readonly id: string }, null>(),
  /** One that runs, or one of the last that ended. */
  pathProbe: question<{ readonly id: string }, PathProbeView>(),
  encapsulation: question<null, EncapsulationView>(),
  /**
   * Allowed, or taken back, for the network that was named in the question, which has to be the one of now. What runs
   * there ends at once when it is taken back.
   */
  allowEncapsulation: question<{ readonly network: string; readonly allowed: boolean }, EncapsulationView>(),
  openAuditLog: question<null, null>(),
  /** Where a window that has just loaded was meant to go. */
  destination: question<null, Destination | null>(),
} as const;

export const PUSHES = {
  state: push<AppState>(),
  /** The history has something new up to that time; sent at each commit while a window is open. */
  recorded: push<{ readonly toMs: WallMs }>(),
  /** Raised, cleared or noted: lists should ask again. */
  incidentsChanged: push<null>(),
  notice: push<Notice>(),
  /** To the traceroute window: a running trace has changed, ten times a second at most, or has ended. */
  trace: push<TraceView>(),
  /** As `trace`. */
  pathProbe: push<PathProbeView>(),
  encapsulation: push<EncapsulationView>(),
  /** A trace was kept: lists should ask again. */
  tracesChanged: push<null>(),
  settings: push<SettingsView>(),
  helper: push<HelperView>(),
  /** When an exporter's state has changed, once a second at most. */
  metrics: push<MetricsView>(),
  go: push<Destination>(),
} as const;

export type QuestionName = keyof typeof QUESTIONS;
export type Ask<Name extends QuestionName> = AskOf<(typeof QUESTIONS)[Name]>;
export type Answer<Name extends QuestionName> = AnswerOf<(typeof QUESTIONS)[Name]>;
export type PushName = keyof typeof PUSHES;
export type Message<Name extends PushName> = MessageOf<(typeof PUSHES)[Name]>;

/** Main's end, and the doubles of the tests. A rejection is an unexpected failure. */
export type Handlers = { readonly [Name in QuestionName]: (ask: Ask<Name>) => Promise<Answer<Name>> };
export type Pushes = { readonly [Name in PushName]: Message<Name> };

/** The windows' end: `window.faultline`. A question rejects with an error whose message is fit for a person. */
export interface Api {
  ask<Name extends QuestionName>(name: Name, ask: Ask<Name>): Promise<Answer<Name>>;
  on<Name extends PushName>(name: Name, listener: (message: Message<Name>) => void): () => void;
}
