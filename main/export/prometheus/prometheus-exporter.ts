import type { MetricsConfig } from '../../domain/model/metrics-config.ts';
import type { ExporterPhase, ExporterState } from '../../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { WallMs } from '../../domain/model/units.ts';
import type { Exporter, ExporterContext, ExporterKind } from '../types.ts';
import { Answerer } from './asking/answerer.ts';
import { tokenCheck } from './asking/bearer-token.ts';
import { type Clock, processClock } from './clock.ts';
import { Figures } from './figures/figures.ts';
import { isLoopback, urlOf } from './listening/address.ts';
import { Listener } from './listening/listener.ts';
import { testPrometheus } from './scrape-test.ts';

/** What a test by hand needs to know of it. */
export interface ScrapedExporter extends Exporter {
  readonly listener: Listener;
}

const NEXT_TRY = 'it is tried again by itself, at least once a minute';

/** Serves the figures of the engine at `/metrics`. */
export class PrometheusExporter implements ScrapedExporter {
  readonly listener: Listener;
  readonly #context: ExporterContext;
  readonly #figures: Figures;
  #scrapes = 0;
  #lastMs: WallMs | null = null;
  /** Of the newest request, if that was refused. */
  #refusedWhy: string | null = null;

  constructor(context: ExporterContext, clock: Clock = processClock) {
    this.#context = context;
    const { prometheus } = context.metrics;
    this.#figures = new Figures({
      clock,
      startedMs: context.now(),
      version: context.version,
      machine: context.machine,
      states: () => context.states?.() ?? [this.state],
    });
    const answerer = new Answerer({
      rules: {
        isAuthorized: prometheus.token === '' ? null : tokenCheck(prometheus.token),
        byAddressOnly: isLoopback(prometheus.address),
      },
      clock,
      page: (format) => this.#figures.page(format),
      onScraped: () => this.#scraped(),
      onRefused: (why) => this.#refused(why),
    });
    this.listener = new Listener({
      place: prometheus,
      clock,
      nowMs: context.now,
      answer: answerer.answer,
      onChange: context.onState,
    });
  }

  get state(): ExporterState {
    return {
      name: 'prometheus',
      ...this.#standing(),
      sent: this.#scrapes,
      dropped: 0,
      queued: null,
      lastMs: this.#lastMs,
    };
  }

  take(event: MonitorEvent): void {
    this.#figures.take(event);
  }

  stop(): Promise<void> {
    return this.listener.stop();
  }

  #standing(): { readonly phase: ExporterPhase; readonly text: string } {
    const { status } = this.listener;
    const { prometheus } = this.#context.metrics;
    const url = urlOf(prometheus, prometheus.certFile !== '');
    if (status.status === 'starting') return { phase: 'waiting', text: `Begins to listen at ${url}.` };
    if (status.status === 'trouble') return { phase: 'trouble', text: `${status.fault}; ${NEXT_TRY}.` };
    if (status.fault !== null) return { phase: 'trouble', text: `${status.fault}.` };
    const refused = this.#refusedWhy === null ? '' : ` The last request was refused: ${this.#refusedWhy}.`;
    if (this.#scrapes > 0) return { phase: 'working', text: `Answers at ${url}.${refused}` };
    return { phase: 'waiting', text: `Listens at ${url}; nobody has had figures yet.${refused}` };
  }

  #scraped(): void {
    this.#scrapes += 1;
    this.#lastMs = this.#context.now();
    this.#refusedWhy = null;
    this.#context.onState();
  }

  #refused(why: string): void {
    this.#refusedWhy = why;
    this.#context.onState();
  }
}

const settingsOf = ({ machine, prometheus }: MetricsConfig) => ({ machine, prometheus });

export const prometheusExporter: ExporterKind = {
  name: 'prometheus',
  isEnabled: ({ prometheus }) => prometheus.enabled,
  settingsKey: (metrics) => JSON.stringify(settingsOf(metrics)),
  start: (context) => new PrometheusExporter(context),
  test: (context, running) =>
    testPrometheus(
      context,
      running instanceof PrometheusExporter ? running : null,
      (own) => new PrometheusExporter(own),
    ),
};
