import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import type { ExporterName, ExporterState, ExporterTest } from '../../../main/domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import type { Exporter, ExporterContext, ExporterKind } from '../../../main/export/types.ts';

/** An exporter that keeps what it takes; the test says how it stands and how it ends. */
export class ExporterDouble implements Exporter {
  readonly taken: MonitorEvent[] = [];
  readonly context: ExporterContext;
  state: ExporterState;
  stopped = false;
  /** What `stop` waits for. */
  stopping: () => Promise<void> = async () => undefined;
  /** Thrown by the next `take`. */
  fault: Error | null = null;

  constructor(name: ExporterName, context: ExporterContext) {
    this.context = context;
    this.state = {
      name,
      phase: 'waiting',
      text: 'Nothing yet.',
      sent: 0,
      dropped: 0,
      queued: null,
      lastMs: null,
    };
  }

  take(event: MonitorEvent): void {
    if (this.fault !== null) throw this.fault;
    this.taken.push(event);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.stopping();
  }

  become(but: Partial<ExporterState>): void {
    this.state = { ...this.state, ...but };
    this.context.onState();
  }
}

/** A kind whose exporters are doubles. */
export class KindDouble implements ExporterKind {
  readonly name: ExporterName;
  readonly started: ExporterDouble[] = [];
  readonly tested: { readonly metrics: MetricsConfig; readonly running: Exporter | null }[] = [];
  /** Thrown by `start`. */
  startFault: Error | null = null;
  answer: () => Promise<ExporterTest>;

  constructor(name: ExporterName) {
    this.name = name;
    this.answer = async () => ({ name, outcome: 'arrived', text: 'It arrived.' });
  }

  get last(): ExporterDouble {
    const last = this.started.at(-1);
    if (last === undefined) throw new Error(`${this.name} was not started`);
    return last;
  }

  isEnabled(metrics: MetricsConfig): boolean {
    return metrics[this.name].enabled;
  }

  settingsKey(metrics: MetricsConfig): string {
    return JSON.stringify([metrics.machine, metrics[this.name]]);
  }

  start(context: ExporterContext): Exporter {
    if (this.startFault !== null) throw this.startFault;
    const exporter = new ExporterDouble(this.name, context);
    this.started.push(exporter);
    return exporter;
  }

  test(context: Omit<ExporterContext, 'onState'>, running: Exporter | null): Promise<ExporterTest> {
    this.tested.push({ metrics: context.metrics, running });
    return this.answer();
  }
}
