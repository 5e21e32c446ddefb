import type { Carbon } from './carbon.ts';
import { startCarbon } from './carbon.ts';
import type { GraphiteWeb } from './graphite-web.ts';
import { startGraphiteWeb } from './graphite-web.ts';
import type { Place } from './place.ts';
import type { Statsd, StatsdSetup } from './statsd.ts';
import { startStatsd } from './statsd.ts';

export interface Graphite {
  readonly statsd: Statsd;
  readonly carbon: Carbon;
  readonly web: GraphiteWeb;
  stop(): Promise<void>;
}

/** StatsD -> carbon -> Graphite's render API, in one place; all of them or none. */
export async function startGraphite(place: Place, setup: StatsdSetup = {}): Promise<Graphite> {
  const carbon = await startCarbon(place);
  const starting = [
    startStatsd(place, { ...setup, carbon: { address: carbon.address, port: carbon.port } }),
    startGraphiteWeb(place, carbon),
  ] as const;
  const stop = async (): Promise<void> => {
    const started = (await Promise.allSettled(starting)).filter((result) => result.status === 'fulfilled');
    await Promise.all(started.map(({ value }) => value.stop()));
    await carbon.stop();
  };
  try {
    const [statsd, web] = await Promise.all(starting);
    return { statsd, carbon, web, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
