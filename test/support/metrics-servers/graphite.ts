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

/** StatsD -> carbon -> Graphite's render API, in one place. */
export async function startGraphite(place: Place, setup: StatsdSetup = {}): Promise<Graphite> {
  const carbon = await startCarbon(place);
  const [statsd, web] = await Promise.all([
    startStatsd(place, { ...setup, carbon: { address: carbon.address, port: carbon.port } }),
    startGraphiteWeb(place, carbon),
  ]);
  return {
    statsd,
    carbon,
    web,
    async stop() {
      await Promise.all([statsd.stop(), web.stop()]);
      await carbon.stop();
    },
  };
}
