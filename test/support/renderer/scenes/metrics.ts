import type { MetricsView } from '../../../../main/contract/metrics-view.ts';
import type { Config } from '../../../../main/domain/model/config.ts';
import type { MetricsConfig } from '../../../../main/domain/model/metrics-config.ts';
import {
  EXPORTERS,
  type ExporterName,
  type ExporterState,
  type ExporterTest,
} from '../../../../main/domain/model/metrics-state.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';

const OFF: Omit<ExporterState, 'name'> = {
  phase: 'off',
  text: '',
  sent: 0,
  dropped: 0,
  queued: null,
  lastMs: null,
};

// The sentences are the product's own.

/** All exporters are off, but for some. */
export const metricsBut = (
  others: Readonly<Partial<Record<ExporterName, Partial<ExporterState>>>>,
): MetricsView => ({ states: EXPORTERS.map((name) => ({ ...OFF, ...others[name], name })) });

export const METRICS_OFF: MetricsView = metricsBut({});

/** `agoMs` before now: the window's own clock says how long ago that was. */
export const metricsWorking = (agoMs: number): MetricsView => {
  const lastMs = wallMs(Date.now() - agoMs);
  return metricsBut({
    statsd: {
      phase: 'working',
      text: 'Figures go to 192.0.2.20:8125 by UDP, which does not tell whether they arrive.',
      sent: 1_284_310,
      lastMs,
    },
    prometheus: {
      phase: 'waiting',
      text: 'Listens at http://127.0.0.1:9824/metrics; nobody has had figures yet.',
    },
    push: {
      phase: 'trouble',
      text: "The server at 192.0.2.10:8428 can't be reached: nothing listens there: connection refused. Everything is kept and sent when it answers again.",
      sent: 902_114,
      dropped: 12,
      queued: 48_120,
      lastMs: wallMs(lastMs - 31 * 60_000),
    },
  });
};

/** All on, as a fleet's machine would be. */
export const METRICS_ON: MetricsConfig = {
  ...DEFAULT_CONFIG.metrics,
  machine: 'kitchen',
  labels: { provider: 'example', site: 'home' },
  statsd: { ...DEFAULT_CONFIG.metrics.statsd, enabled: true, host: '192.0.2.20' },
  prometheus: { ...DEFAULT_CONFIG.metrics.prometheus, enabled: true },
  push: { ...DEFAULT_CONFIG.metrics.push, enabled: true, url: 'http://192.0.2.10:8428/api/v1/write' },
};

export const withMetrics = (metrics: MetricsConfig): Config => ({ ...DEFAULT_CONFIG, metrics });

export const METRICS_TESTS: Readonly<Record<ExporterName, ExporterTest>> = {
  statsd: {
    name: 'statsd',
    outcome: 'sent',
    text: "The test figure was sent to 192.0.2.20:8125 and not refused; UDP tells no more, and no StatsD answers at its admin port 8126. Graphite should show it as stats.gauges.faultline.kitchen.test = 1795356312000 after StatsD's next flush.",
  },
  prometheus: {
    name: 'prometheus',
    outcome: 'arrived',
    text: 'http://127.0.0.1:9824/metrics answered with 214 figures. Nobody else has had figures yet: let Prometheus scrape it.',
  },
  push: {
    name: 'push',
    outcome: 'failed',
    text: "The server at 192.0.2.10:8428 can't be used now: nothing listens there: connection refused. Check that it runs, that this machine can reach it, and that the address is right.",
  },
};
