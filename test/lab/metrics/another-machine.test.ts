import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labPlace } from '../../support/metrics-servers/place.ts';
import { type Statsd, startStatsd } from '../../support/metrics-servers/statsd.ts';
import { startVictoria, type Victoria } from '../../support/metrics-servers/victoria.ts';
import { startMonitorProcess } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { HOME } from '../net/topologies.ts';
import { answered, testedByHand } from './statsd-scene.ts';

/** Longer than the test: what StatsD has gathered stays where it can be asked for. */
const FLUSH_MS = 600_000;

let lab: HomeLab;
let statsd: Statsd;
let victoria: Victoria;
beforeAll(async () => {
  lab = await startHome();
  const place = labPlace(lab, 'internet');
  statsd = await startStatsd(place, { address: HOME.web4, flushMs: FLUSH_MS });
  victoria = await startVictoria(place, { address: `[${HOME.web6}]`, port: 8428, options: ['-enableTCP6'] });
});
afterAll(async () => {
  await statsd?.stop();
  await victoria?.stop();
  await lab?.stop();
});

/** A monitor of its own folder that sends figures to the other machine. */
function monitorTo(name: string, metrics: object) {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  const monitor = startMonitorProcess(lab, { folder, config: { metrics: { machine: name, ...metrics } } });
  return { ...monitor, name, config: join(folder, 'config.json'), data: join(folder, 'data') };
}

describe('a server on another machine', () => {
  test.each(['udp', 'tcp'] as const)(
    'StatsD over %s gets the figures, and a test arrives',
    async (protocol) => {
      const to = { enabled: true, host: HOME.web4, port: statsd.port, protocol };
      const monitor = monitorTo(`by_${protocol}`, { statsd: to });
      await answered(monitor, 3);
      const { outcome } = await testedByHand(lab, monitor);
      // Its admin port is shut to other machines: over UDP nobody can know more.
      expect(outcome).toBe(protocol === 'udp' ? 'sent' : 'arrived');
      expect([await monitor.end(), monitor.stderr()]).toEqual([0, '']);
      const [counters, gauges] = [await statsd.gathered('counters'), await statsd.gathered('gauges')];
      expect(counters[`faultline.by_${protocol}.gateway.192_0_2_1.sent`]).toBeGreaterThanOrEqual(3);
      expect(gauges[`faultline.by_${protocol}.test`]).toBeGreaterThan(0);
    },
  );

  test('a push over IPv6 arrives', async () => {
    const url = `http://[${HOME.web6}]:8428/api/v1/write`;
    const monitor = monitorTo('by_push', { push: { enabled: true, url } });
    await answered(monitor, 3);
    expect([await monitor.end(), monitor.stderr()]).toEqual([0, '']);
    await victoria.flush();
    const series = await victoria.raw('faultline_sample_lost{machine="by_push",kind="gateway"}');
    expect(series.flatMap(({ values }) => values).length).toBeGreaterThanOrEqual(3);
  });
});
