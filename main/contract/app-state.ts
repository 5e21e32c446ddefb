import type { Health, Subject } from '../domain/model/health.ts';
import type { HistoryState } from '../domain/model/history-state.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { Shown } from '../domain/words/shapes.ts';

/** The glyph of the tray; `outage` beats `degraded`, a pause beats both, a missing helper only what is good. */
export const TRAY_STATES = ['good', 'degraded', 'outage', 'paused', 'starting', 'no-helper'] as const;
export type TrayState = (typeof TRAY_STATES)[number];

/** One light with its figures of the last minute. */
export interface Light {
  readonly subject: Subject;
  readonly health: Health;
  /** Median round trip in ms; null: nothing was answered. */
  readonly rttMs: number | null;
  /** Share lost, 0 to 1; null: nothing was sent. */
  readonly loss: number | null;
}

export interface Pause {
  /** Null: until the user resumes. */
  readonly untilMs: WallMs | null;
}

/** Something the user should know about Faultline itself, until it is dealt with. */
export interface Advice {
  /** `helper`, `history`, `settings`, `tray`, `engine`: at most one of each. */
  readonly id: string;
  readonly what: string;
  readonly wayOut: string;
  /** A button that helps, if there is one. */
  readonly action: 'fix-helper' | 'open-data-folder' | 'open-settings' | 'retry-engine' | null;
}

/**
 * Everything a window shows that is not history; sent whole when it has changed: once a second at most, and at once
 * after what the user did.
 */
export interface AppState {
  readonly atMs: WallMs;
  /** `starting` until the first verdict; `failed`: the engine could not start, see `advice`. */
  readonly phase: 'starting' | 'running' | 'failed';
  readonly tray: TrayState;
  readonly verdict: { readonly state: Shown; readonly headline: string; readonly detail: string };
  readonly lights: readonly Light[];
  /** `eth0 192.0.2.10 via 192.0.2.1` */
  readonly network: string;
  readonly mode: Mode;
  readonly pause: Pause | null;
  /** Parent first. */
  readonly open: readonly Incident[];
  readonly quiet: { readonly active: boolean; readonly untilMs: WallMs | null };
  readonly history: HistoryState | null;
  readonly advice: readonly Advice[];
  /** Nothing was ever measured before this run. */
  readonly firstRun: boolean;
  readonly version: string;
}
