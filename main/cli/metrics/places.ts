import { hostAndPort } from '../../domain/model/host-and-port.ts';
import type { MetricsConfig } from '../../domain/model/metrics-config.ts';
import { EXPORTERS, type ExporterName } from '../../domain/model/metrics-state.ts';

/** Where each sends to; of an address only what holds no secret. */
const PLACES: Readonly<Record<ExporterName, (metrics: MetricsConfig) => string>> = {
  statsd: ({ statsd: { host, port, protocol } }) =>
    `StatsD to ${hostAndPort(host, port)} by ${protocol.toUpperCase()}`,
  prometheus: ({ prometheus: { address, port } }) => `Prometheus at ${hostAndPort(address, port)}`,
  push: ({ push: { url, format } }) => `push to ${new URL(url).host} (${format})`,
};

/** Where figures go to, of what is switched on. */
export const placesOf = (metrics: MetricsConfig): readonly string[] =>
  EXPORTERS.filter((name) => metrics[name].enabled).map((name) => PLACES[name](metrics));
