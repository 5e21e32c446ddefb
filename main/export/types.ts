import type { Config } from '../domain/model/config.ts';
import type { HealthBySubject } from '../domain/model/health.ts';
import type { Incident } from '../domain/model/incident.ts';
import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import type { ExporterName, ExporterState, ExporterTest } from '../domain/model/metrics-state.ts';
import type { Mode } from '../domain/model/mode.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { Network } from '../domain/model/network.ts';
import type { WallMs } from '../domain/model/units.ts';

/**
 * Takes what the engine tells and gives it to others. Nothing that happens to it may hold the engine up: `take` only
 * notes, never throws and never waits.
 */
export interface Exporter {
  readonly state: ExporterState;
  /**
   * The first events restate what holds when it starts, or when the engine does: `network`, `mode`, each light (with
   * `previous` equal to `health`, at the time of now) and each open incident as `raised` (with its own, earlier times).
   */
  take(event: MonitorEvent): void;
  /** Settles when what can be sent at once has been, within a few seconds; never rejects. */
  stop(): Promise<void>;
}

export interface ExporterContext {
  readonly metrics: MetricsConfig;
  /** `metrics.machine`, or the host's name. */
  readonly machine: string;
  readonly version: string;
  /** The data folder, for what has to survive a restart; null: nothing may be kept. */
  readonly dataDirectory: string | null;
  readonly now: () => WallMs;
  /** How all exporters stand, for the one that tells it; left out where there is but one. */
  readonly states?: () => readonly ExporterState[];
  /** Called whenever `state` is another one; callers slow it down by themselves. */
  readonly onState: () => void;
}

/** One kind of exporter; a file each, one line each in the registry. */
export interface ExporterKind {
  readonly name: ExporterName;
  isEnabled(metrics: MetricsConfig): boolean;
  /** Equal for two configurations between which a running one need not be started again. */
  settingsKey(metrics: MetricsConfig): string;
  start(context: ExporterContext): Exporter;
  /**
   * Sends one marked figure by these settings, enabled or not, and finds out whether it arrived; within ten seconds,
   * never rejects. `running`: the exporter that works by the same settings, if one does.
   */
  test(context: Omit<ExporterContext, 'onState'>, running: Exporter | null): Promise<ExporterTest>;
}

/** What an engine finds at the moment, and all that it tells from now on. */
export interface Feed {
  readonly health: HealthBySubject;
  readonly open: readonly Incident[];
  readonly mode: Mode;
  readonly network: Network;
  subscribe(listener: (event: MonitorEvent) => void): () => void;
}

/** All exporters of an engine. */
export interface Exporters {
  readonly states: readonly ExporterState[];
  /** Told when a state is another one, once a second at most. */
  onChange(listener: (states: readonly ExporterState[]) => void): () => void;
  /** Hands on what that engine tells, in place of the one before; call it before the first event flows. */
  follow(feed: Feed): void;
  /** Starts, stops and leaves alone what the settings ask for. Never rejects. */
  reconfigure(config: Pick<Config, 'metrics'>): Promise<void>;
  /** By these settings, whatever is in force; within twelve seconds, never rejects. */
  test(name: ExporterName, metrics: MetricsConfig): Promise<ExporterTest>;
  /** Settles when what can be sent at once has been, or after a few seconds. @returns how they stood in the end. */
  stop(): Promise<readonly ExporterState[]>;
}
