import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from './place.ts';
import type { PrometheusApi } from './prometheus-api.ts';
import { prometheusApi } from './prometheus-api.ts';
import type { Server } from './server.ts';
import { newFolder, startServer } from './server.ts';

export interface PrometheusSetup {
  /** A literal address to listen at; default 127.0.0.1. */
  readonly address?: string;
  readonly port?: number;
  /** Entries of `scrape_configs`, as Prometheus names things (its YAML takes JSON). */
  readonly scrape?: readonly object[];
  readonly scrapeInterval?: string;
  /** Files of rules, whole paths. */
  readonly rules?: readonly string[];
  /** How far in the past a pushed sample may lie behind the newest of its series; default 1h. */
  readonly outOfOrderWindow?: string;
  /** Further options of the command. */
  readonly options?: readonly string[];
}

export interface Prometheus extends Server, PrometheusApi {
  readonly url: string;
  /** Takes remote write. */
  readonly writeUrl: string;
}

/** Prometheus with a folder of its own, taking remote write. It writes what it was given to its log before it answers. */
export async function startPrometheus(place: Place, setup: PrometheusSetup = {}): Promise<Prometheus> {
  const address = setup.address ?? '127.0.0.1';
  const port = setup.port ?? (await place.port(9090));
  const folder = newFolder('prometheus');
  const interval = setup.scrapeInterval ?? '1s';
  const file = join(folder, 'prometheus.yml');
  writeFileSync(
    file,
    JSON.stringify({
      global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
      scrape_configs: setup.scrape ?? [],
      rule_files: setup.rules ?? [],
      storage: { tsdb: { out_of_order_time_window: setup.outOfOrderWindow ?? '1h' } },
    }),
  );
  const host = address.includes(':') ? `[${address}]` : address;
  const url = `http://${host}:${port}`;
  const server = await startServer({
    name: 'prometheus',
    place,
    folder,
    command: [
      'prometheus',
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${host}:${port}`,
      '--web.enable-remote-write-receiver',
      '--log.level=warn',
      ...(setup.options ?? []),
    ],
    isReady: async () => (await place.http(`${url}/-/ready`)).status === 200,
  });
  return { ...server, ...prometheusApi(place, url), url, writeUrl: `${url}/api/v1/write` };
}
