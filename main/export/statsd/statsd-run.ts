import type { HealthBySubject } from '../../domain/model/health.ts';
import type { IncidentClass } from '../../domain/model/incident.ts';
import type { ExporterState } from '../../domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../domain/model/monitor-event.ts';
import type { Sample } from '../../domain/model/sample.ts';
import { SeriesBound } from '../series-bound.ts';
import { SettledSamples } from '../settled-samples.ts';
import type { Exporter, ExporterContext } from '../types.ts';
import type { Figure } from './figure.ts';
import { LineWriter } from './line-writer.ts';
import { NAME_SETS } from './names/registry.ts';
import type { NameSet } from './names/types.ts';
import { Standing } from './standing.ts';
import { TRANSPORTS } from './transport/registry.ts';
import type { Transport } from './transport/types.ts';

/**
 * Lights and incidents are told again so often. StatsD may be set to forget a gauge that a flush (ten seconds by
 * default) was not told of, one that starts anew knows none, and datagrams get lost.
 */
export const TELL_AGAIN_MS = 5_000;

const NOT_MEASURED: HealthBySubject = {
  icmp: 'unknown',
  ipv4: 'unknown',
  ipv6: 'unknown',
  dns: 'unknown',
  gateway: 'unknown',
};

/** Turns what the engine tells into figures, and those into lines that go out once a second. */
export class StatsdRun implements Exporter {
  readonly #names: NameSet;
  readonly #standing: Standing;
  readonly #transport: Transport;
  readonly #writer: LineWriter;
  readonly #series = new SeriesBound();
  readonly #settled = new SettledSamples('at-once', (sample) => this.#tellSample(sample));
  readonly #raised = new Map<string, IncidentClass>();
  #health: HealthBySubject | null = null;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor({ metrics, machine, now, onState }: ExporterContext) {
    const { statsd } = metrics;
    this.#names = NAME_SETS[statsd.names](machine);
    this.#standing = new Standing(statsd, now, onState);
    this.#transport = TRANSPORTS[statsd.protocol](statsd, this.#standing);
    this.#writer = new LineWriter(statsd.prefix, (chunk, figures) => this.#transport.send(chunk, figures));
  }

  get state(): ExporterState {
    return this.#standing.state;
  }

  take(event: MonitorEvent): void {
    this.#settled.take(event);
    if (event.type === 'sample') this.#tellAgain(event.sample.sentMonoMs);
    else if (event.type === 'health') this.#tellHealth(event.all);
    else if (event.type === 'incident') this.#tellIncident(event);
    else if (event.type === 'network') this.#transport.renew();
  }

  /** Gauges stay in StatsD as they were last told: so the lights become unknown, and no incident stays open. */
  async stop(): Promise<void> {
    this.#settled.flush();
    if (this.#health !== null) this.#write(this.#names.health(NOT_MEASURED));
    if (this.#raised.size > 0) this.#write(this.#names.incidents(new Set()));
    await this.#writer.end();
    await this.#transport.stop();
  }

  #tellSample(sample: Sample): void {
    this.#write(this.#names.sample(sample, this.#series.labels(sample)));
  }

  #tellHealth(all: HealthBySubject): void {
    this.#health = all;
    this.#write(this.#names.health(all));
  }

  #tellIncident({ phase, incident }: MonitorEvent & { readonly type: 'incident' }): void {
    if (phase === 'raised') this.#raised.set(incident.id, incident.class);
    else this.#raised.delete(incident.id);
    this.#tellIncidents();
  }

  #tellIncidents(): void {
    this.#write(this.#names.incidents(new Set(this.#raised.values())));
  }

  /** Time passes with the samples: while none comes nothing is measured, and nothing is said. */
  #tellAgain(nowMs: number): void {
    if (nowMs - this.#toldMs < TELL_AGAIN_MS) return;
    this.#toldMs = nowMs;
    if (this.#health !== null) this.#write(this.#names.health(this.#health));
    this.#tellIncidents();
  }

  #write(figures: readonly Figure[]): void {
    this.#writer.write(figures);
  }
}
