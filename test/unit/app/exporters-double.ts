import type { Config } from '../../../main/domain/model/config.ts';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import {
  EXPORTERS,
  type ExporterName,
  type ExporterState,
  type ExporterTest,
} from '../../../main/domain/model/metrics-state.ts';
import type { Exporters, Feed } from '../../../main/export/types.ts';

export const offState = (name: ExporterName): ExporterState => ({
  name,
  phase: 'off',
  text: '',
  sent: 0,
  dropped: 0,
  queued: null,
  lastMs: null,
});

/** Exporters that send nothing: the test reads what they were told. */
export class ExportersDouble implements Exporters {
  states: readonly ExporterState[] = EXPORTERS.map(offState);
  readonly feeds: Feed[] = [];
  readonly configs: MetricsConfig[] = [];
  readonly tested: { readonly name: ExporterName; readonly metrics: MetricsConfig }[] = [];
  stopped = false;
  readonly #listeners = new Set<(states: readonly ExporterState[]) => void>();

  onChange(listener: (states: readonly ExporterState[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  follow(feed: Feed): void {
    this.feeds.push(feed);
  }

  async reconfigure({ metrics }: Pick<Config, 'metrics'>): Promise<void> {
    this.configs.push(metrics);
  }

  async test(name: ExporterName, metrics: MetricsConfig): Promise<ExporterTest> {
    this.tested.push({ name, metrics });
    return { name, outcome: 'arrived', text: 'It arrived.' };
  }

  async stop(): Promise<readonly ExporterState[]> {
    this.stopped = true;
    return this.states;
  }

  become(states: readonly ExporterState[]): void {
    this.states = states;
    for (const listener of this.#listeners) listener(states);
  }
}
