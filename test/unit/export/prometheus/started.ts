import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { MetricsConfig, PrometheusConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { ExporterState } from '../../../../main/domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import { PrometheusExporter } from '../../../../main/export/prometheus/prometheus-exporter.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

export const START_WALL_MS = Date.UTC(2026, 0, 1);

/** A configuration in which port 0 is any that is free. */
export const metricsOf = (prometheus: Partial<PrometheusConfig> = {}): MetricsConfig => ({
  ...DEFAULT_CONFIG.metrics,
  prometheus: { ...DEFAULT_CONFIG.metrics.prometheus, enabled: true, port: 0, ...prometheus },
});

export interface Started {
  readonly exporter: PrometheusExporter;
  readonly clock: FakeClock;
  /** The first state that fits, now or to come. */
  until(fits: (state: ExporterState) => boolean): Promise<ExporterState>;
  url(): string;
  stop(): Promise<void>;
}

export const contextOf = (prometheus: Partial<PrometheusConfig>, clock: FakeClock, onState = () => {}) => ({
  metrics: metricsOf(prometheus),
  machine: 'attic',
  version: '1.2.3',
  dataDirectory: null,
  now: () => clock.now().wallMs,
  onState,
});

export function startExporter(prometheus: Partial<PrometheusConfig> = {}): Started {
  const clock = new FakeClock();
  const waiting = new Set<() => void>();
  const onState = (): void => {
    for (const look of [...waiting]) look();
  };
  const exporter = new PrometheusExporter(contextOf(prometheus, clock, onState), clock);
  return {
    exporter,
    clock,
    until: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const { state } = exporter;
          if (!fits(state)) return;
          waiting.delete(look);
          resolve(state);
        };
        waiting.add(look);
        look();
      }),
    url: () =>
      `${exporter.listener.credentials === null ? 'http' : 'https'}://127.0.0.1:${portOf(exporter)}/metrics`,
    async stop() {
      const ended = exporter.stop();
      // Connections that are still busy get their half second.
      const timer = setInterval(() => clock.advance(1000), 5);
      await ended;
      clearInterval(timer);
    },
  };
}

export function portOf({ listener }: PrometheusExporter): number {
  if (listener.port === null) throw new Error('it does not listen');
  return listener.port;
}

export const isListening = ({ text }: ExporterState): boolean => text.startsWith('Listens at ');

export interface RawAnswer {
  readonly text: string;
  readonly status: number;
}

/** Sends bytes as they are and gives all that comes back until the far end closes. */
export function exchange(port: number, bytes: string): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket: Socket = connect({ host: '127.0.0.1', port });
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve({ text, status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0) }));
    socket.write(bytes);
  });
}

let nextId = 1;

export function sampleEvent(
  atMs: number,
  outcome: Sample['outcome'],
  more: Partial<Sample> = {},
): MonitorEvent & { readonly type: 'sample' } {
  const rttMs = outcome === 'reply' || outcome === 'late' || outcome === 'refused' ? 20 : null;
  nextId += 1;
  const sample: Sample = {
    id: nextId,
    kind: 'icmp4',
    anchor: '192.0.2.1',
    sentWallMs: wallMs(START_WALL_MS + atMs),
    sentMonoMs: monoMs(atMs),
    outcome,
    rttMs,
    via: 'helper',
    ...more,
  };
  return { type: 'sample', sample };
}
