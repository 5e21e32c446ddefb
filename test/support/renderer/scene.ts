import type { AppState } from '../../../main/contract/app-state.ts';
import type { Trouble } from '../../../main/contract/channel.ts';
import type {
  Destination,
  NotedIncident,
  QuestionName,
  TraceTargets,
} from '../../../main/contract/contract.ts';
import type { EncapsulationView } from '../../../main/contract/encapsulation-view.ts';
import type { HelperView } from '../../../main/contract/helper-view.ts';
import type { MetricsView } from '../../../main/contract/metrics-view.ts';
import type { SettingsView } from '../../../main/contract/settings-view.ts';
import type { PathProbeView } from '../../../main/domain/model/encapsulation.ts';
import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { ExporterName, ExporterTest } from '../../../main/domain/model/metrics-state.ts';
import type { TraceSummary, TraceView } from '../../../main/domain/model/trace.ts';
import type { Delivery, Notice } from '../../../main/domain/notices/types.ts';
import type { Untraced } from '../../../main/domain/trace/schedule/types.ts';

/** Everything that main would say at one moment: plain data, the same on every run. */
export interface Scene {
  readonly state: AppState;
  readonly incidents: readonly NotedIncident[];
  readonly gaps: readonly Gap[];
  readonly notices: readonly Notice[];
  /** Kinds that are measured at all. */
  readonly kinds: readonly Kind[];
  /** Nothing was measured before. */
  readonly measuredFromMs: number;
  readonly settings: SettingsView;
  readonly helper: HelperView;
  readonly metrics: MetricsView;
  /** What a test by hand of each exporter finds, where nothing is wrong with the form. */
  readonly metricsTests: Readonly<Record<ExporterName, ExporterTest>>;
  readonly destination: Destination | null;
  /** Questions that are refused, and how. */
  readonly refused: Readonly<Partial<Record<QuestionName, Trouble>>>;
  /** Questions that main takes its time for, until the scene changes in this. */
  readonly pending: readonly QuestionName[];
  /** What becomes of a test notice. */
  readonly testDelivery: Delivery;
  /** Where an export goes; null: the dialog is closed. */
  readonly exportFile: string | null;
  readonly traceTargets: TraceTargets;
  /** Of every incident. */
  readonly untraced: Untraced | null;
  /** The list of kept ones, newest first. */
  readonly traces: readonly TraceSummary[];
  /** What `trace` answers, by its id. */
  readonly keptTraces: readonly TraceView[];
  /** A new trace as it begins; host, method and family are those that were asked for. */
  readonly startedTrace: TraceView;
  /** The same of one whose way is not forward. */
  readonly startedBack: TraceView;
  readonly encapsulation: EncapsulationView;
  /** A new path probe as it begins, or ends at once; host and family are those that were asked for. */
  readonly startedPathProbe: PathProbeView;
  /** Where a trace is saved; null: the dialog is closed. */
  readonly traceFile: string | null;
  /** What is in the file that is opened; null: the dialog is closed. */
  readonly openedTrace: TraceView | null;
}
