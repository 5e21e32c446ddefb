import type { Config } from '../domain/model/config.ts';
import type { MetricsConfig } from '../domain/model/metrics-config.ts';
import type { ExporterName, ExporterState, ExporterTest } from '../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../domain/model/monitor-event.ts';
import type { WallMs } from '../domain/model/units.ts';

/**
 * Takes what the engine tells and gives it to others. Nothing that happens to it may hold the engine up: `take` only
 * notes, never throws and never waits.
 */
export interface Exporter {
  readonly state: ExporterState;
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

/** All exporters of an engine. */
export interface Exporters {
  readonly states: readonly ExporterState[];
  onChange(listener: (states: readonly ExporterState[]) => void): () => void;
  /** Starts, stops and leaves alone what the settings ask for. Never rejects. */
  reconfigure(config: Pick<Config, 'metrics'>): Promise<void>;
  test(name: ExporterName, metrics: MetricsConfig): Promise<ExporterTest>;
  stop(): Promise<void>;
}
