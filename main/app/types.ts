import type { AppState } from '../contract/app-state.ts';
import type { Trouble } from '../contract/channel.ts';
import type {
  Destination,
  ExportFormat,
  Handlers,
  Pushes,
  PushName,
  TraceFormat,
  TraceTargets,
  WindowName,
} from '../contract/contract.ts';
import type { Config } from '../domain/model/config.ts';
import type { NoticeOutput } from '../domain/notices/types.ts';
import type { TraceAsk } from '../domain/trace/ask.ts';
import type { Exporters } from '../export/types.ts';
import type { Engine, EngineOptions } from '../headless/types.ts';
import type { Clock } from '../monitor/types.ts';
import type { StartTrace } from '../trace/types.ts';
import type { EncapsulationParts } from './encapsulation/types.ts';

/** Where settings live; the desktop keeps them with electron-store. Never throws. */
export interface SettingsFile {
  readonly path: string;
  /** Valid always: what was damaged has been set aside and the last good settings are in force. */
  readonly config: Config;
  /** What went wrong when it was read, and what was done about it; null: nothing. */
  readonly trouble: { readonly what: string; readonly wayOut: string } | null;
  /** Written at once and whole, or not at all; the answer says why not. */
  save(config: Config): { readonly ok: true } | { readonly ok: false; readonly reason: string };
}

/** A notice for the desktop. */
export interface NoticeToShow extends NoticeOutput {
  /** What its "Trace now" runs; null: it has none. */
  readonly trace: TraceAsk | null;
}

/** What the app needs of the desktop it runs on; tests bring their own. */
export interface Desktop {
  /** Shows a notice, taking the place of one with the same tag; false: it could not be shown. */
  notify(output: NoticeToShow): Promise<boolean>;
  /** Asks where to write; null: the user closed the dialog. */
  askWhereToSave(suggestion: {
    readonly name: string;
    readonly format: ExportFormat | TraceFormat;
  }): Promise<string | null>;
  /** Asks for a trace that was saved as JSON; null: the user closed the dialog. */
  askWhatToOpen(): Promise<string | null>;
  /** To the clipboard. */
  copyText(text: string): void;
  openFolder(path: string): Promise<void>;
  /** With whatever program shows such files; rejects when there is none. */
  openFile(path: string): Promise<void>;
  openWindow(window: WindowName, destination: Destination | null): void;
  /** Null: this system offers none. */
  readonly startAtLogin: { isSet(): boolean; set(enabled: boolean): void } | null;
}

export interface AppOptions {
  readonly desktop: Desktop;
  readonly settings: SettingsFile;
  readonly dataDirectory: string;
  readonly version: string;
  readonly startEngine: (options: EngineOptions) => Promise<Engine>;
  readonly startTrace: StartTrace;
  readonly encapsulation: EncapsulationParts;
  /** None of them runs yet; the app has them from now on, to their end. */
  readonly exporters: Exporters;
  /** The machine's own when left out. */
  readonly clock?: Clock;
  /** Names a trace for ever; random when left out. */
  readonly newId?: () => string;
  /** Told of what nobody expected; standard error when left out. */
  readonly log?: (what: string, error: unknown) => void;
}

export type PushListener = <Name extends PushName>(name: Name, message: Pushes[Name]) => void;

/** All that the tray app does, free of Electron: windows, tray and notifications are only shown by others. */
export interface App {
  readonly state: AppState;
  /** `destination` is the windows' own; everything else is answered here. */
  readonly handlers: Omit<Handlers, 'destination'>;
  /** What windows are told; the tray listens to `state` too. */
  subscribe(listener: PushListener): () => void;
  /** As the question answers them. */
  readonly traceTargets: TraceTargets;
  /** Traces and path probes that were started from the traceroute window end with it; traces are kept. */
  windowClosed(window: WindowName): void;
  /** What is wrong with the tray, for the advice list; null: nothing. */
  setTrayTrouble(trouble: Trouble | null): void;
  /** A few lines for the clipboard: verdict, lights with figures, network, mode, version. */
  statusText(): string;
  /** Flushes and ends everything; the process may end after it. */
  stop(): Promise<void>;
}
