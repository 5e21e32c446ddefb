import type { ExporterName, ExporterState, ExporterTest } from '../domain/model/metrics-state.ts';
import type { FieldProblem } from './settings-view.ts';

/** How the exporters stand, all of them, in the order of `EXPORTERS`. */
export interface MetricsView {
  readonly states: readonly ExporterState[];
}

/** By the settings as the form holds them, saved or not. */
export interface MetricsTestAsk {
  readonly exporter: ExporterName;
  /** A whole config; what is wrong with its part comes back field by field. */
  readonly config: unknown;
}

export interface MetricsTestAnswer {
  readonly test: ExporterTest;
  /** Left out when it was tried; else why it was not. */
  readonly problems?: readonly FieldProblem[];
}
