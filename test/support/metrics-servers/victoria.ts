import { join } from 'node:path';
import { z } from 'zod';
import type { Place } from './place.ts';
import type { PrometheusApi } from './prometheus-api.ts';
import { prometheusApi } from './prometheus-api.ts';
import type { Server } from './server.ts';
import { newFolder, startServer } from './server.ts';

export interface VictoriaSetup {
  /** A literal address to listen at; default 127.0.0.1. */
  readonly address?: string;
  readonly port?: number;
  /** Equal samples of one series within this time count once; default 1ms, as docs/metrics.md advises; '' for none. */
  readonly dedup?: string;
  /** Further options of the command, e.g. `-retentionPeriod=1y`. */
  readonly options?: readonly string[];
}

const exported = z.object({
  metric: z.record(z.string(), z.string()),
  values: z.array(z.number()),
  timestamps: z.array(z.number()),
});
/** As it is kept, `timestamps` in milliseconds. */
export type RawSeries = z.infer<typeof exported>;

export interface Victoria extends Server, PrometheusApi {
  readonly url: string;
  /** Takes remote write. */
  readonly writeUrl: string;
  /** Takes line protocol. */
  readonly influxUrl: string;
  /** Every sample of every series that fits, in the order of time; without those that it counts once. */
  raw(match: string): Promise<readonly RawSeries[]>;
  /** Makes what has arrived visible to queries at once; by itself it takes a second. */
  flush(): Promise<void>;
  /** Its own figures, as it gives them to a scrape. */
  metrics(): Promise<string>;
}

/** Left out, it would be the last whole second: what is younger would be missing. */
const untilNow = (): string => String(Math.ceil(Date.now() / 1000) + 1);

export async function startVictoria(place: Place, setup: VictoriaSetup = {}): Promise<Victoria> {
  const address = setup.address ?? '127.0.0.1';
  const port = setup.port ?? (await place.port(8428));
  const dedup = setup.dedup ?? '1ms';
  const folder = newFolder('victoria');
  const url = `http://${address}:${port}`;
  const server = await startServer({
    name: 'victoria-metrics',
    place,
    folder,
    command: [
      'victoria-metrics',
      `-storageDataPath=${join(folder, 'data')}`,
      `-httpListenAddr=${address}:${port}`,
      '-retentionPeriod=1y',
      // Half of the machine's memory would be too much beside other tests.
      '-memory.allowedBytes=256MB',
      '-search.latencyOffset=0s',
      '-search.disableCache',
      '-loggerLevel=WARN',
      ...(dedup === '' ? [] : [`-dedup.minScrapeInterval=${dedup}`]),
      ...(setup.options ?? []),
    ],
    isReady: async () => (await place.http(`${url}/health`)).status === 200,
  });
  const get = async (path: string): Promise<string> => {
    const { status, text } = await place.http(`${url}${path}`);
    if (status !== 200) throw new Error(`${status} to ${path}: ${text}`);
    return text;
  };
  return {
    ...server,
    ...prometheusApi(place, url),
    url,
    writeUrl: `${url}/api/v1/write`,
    influxUrl: `${url}/write`,
    async raw(match) {
      const text = await get(
        `/api/v1/export?${new URLSearchParams({ 'match[]': match, reduce_mem_usage: '0', end: untilNow() })}`,
      );
      const lines = text.split('\n').filter((line) => line !== '');
      return lines.map((line) => exported.parse(JSON.parse(line)));
    },
    flush: async () => {
      await get('/internal/force_flush');
    },
    metrics: () => get('/metrics'),
  };
}
