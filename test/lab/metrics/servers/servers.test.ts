import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGraphite } from '../../../support/metrics-servers/graphite.ts';
import type { Place } from '../../../support/metrics-servers/place.ts';
import { hostPlace, labPlace } from '../../../support/metrics-servers/place.ts';
import { startPrometheus } from '../../../support/metrics-servers/prometheus.ts';
import { pause } from '../../../support/metrics-servers/server.ts';
import { startStatsd } from '../../../support/metrics-servers/statsd.ts';
import { startVictoria } from '../../../support/metrics-servers/victoria.ts';
import type { Lab } from '../../net/lab.ts';
import { startLab } from '../../net/lab.ts';
import { line } from '../../net/topologies.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(line(1));
});
afterAll(() => lab.stop());

const PLACES: readonly (readonly [string, () => Place])[] = [
  ["this machine's loopback", hostPlace],
  ['a node of a lab', () => labPlace(lab, 'pc')],
];

/** Settles with the first answer that fits. */
async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await pause(100);
  }
}

const SEND = `
const socket = require('node:dgram').createSocket('udp4');
const [port, ...lines] = process.argv.slice(1);
socket.send(lines.join('\\n'), Number(port), '127.0.0.1', () => socket.close());
`;

describe.each(PLACES)('servers on %s', (_, placeOf) => {
  test('StatsD, carbon and Graphite: what is sent can be read', async () => {
    const place = placeOf();
    const { statsd, carbon, web, stop } = await startGraphite(place);
    try {
      const send = (...lines: string[]) =>
        place.spawn([process.execPath, '-e', SEND, String(statsd.port), ...lines]);
      send('a.time:12|ms', 'a.time:14|ms', 'a.gauge:7|g', 'a.count:3|c');
      const found = await eventually(
        () => web.render(['stats.timers.a.time.mean', 'stats.gauges.a.gauge', 'stats_counts.a.count']),
        (series) => series.length === 3,
      );
      const values = found.map(({ target, datapoints }) => [
        target,
        datapoints.find(([value]) => value !== null)?.[0],
      ]);
      expect(Object.fromEntries(values)).toEqual({
        'stats.timers.a.time.mean': 13,
        'stats.gauges.a.gauge': 7,
        'stats_counts.a.count': 3,
      });
      expect(await web.find('stats.gauges.a.*')).toEqual(['stats.gauges.a.gauge']);
      await carbon.kill();
      await carbon.restart();
      await statsd.restart();
      send('a.gauge:8|g');
      await eventually(
        () => web.render('stats.gauges.a.gauge'),
        ([series]) => series?.datapoints.some(([value]) => value === 8) === true,
      );
    } finally {
      await stop();
    }
    expect([statsd, carbon, web].map(({ folder }) => existsSync(folder))).toEqual([false, false, false]);
  });

  test('StatsD tells what it has gathered until its next flush', async () => {
    const place = placeOf();
    const statsd = await startStatsd(place, { flushMs: 3_600_000 });
    try {
      const lines = ['a.time:12|ms', 'a.time:14|ms', 'a.gauge:7|g', 'a.count:3|c'];
      place.spawn([process.execPath, '-e', SEND, String(statsd.port), ...lines]);
      await eventually(
        () => statsd.gathered('counters'),
        (counters) => counters['a.count'] === 3,
      );
      expect(await statsd.gathered('gauges')).toEqual({ 'a.gauge': 7 });
      expect(await statsd.gathered('timers')).toEqual({ 'a.time': [12, 14] });
    } finally {
      await statsd.stop();
    }
  });

  test('Prometheus keeps what it scraped over a kill and a restart', async () => {
    const server = await startPrometheus(placeOf(), {
      scrape: [{ job_name: 'itself', static_configs: [{ targets: ['127.0.0.1:9'] }] }],
    });
    try {
      const [up] = await eventually(
        () => server.query('up'),
        (found) => found.length > 0,
      );
      expect(up?.points[0]?.value).toBe(0);
      const before = await server.query('up[1h]');
      await server.kill();
      await expect(server.query('up')).rejects.toThrow(/^0 to/);
      await server.restart();
      const after = await server.query('up[1h]');
      expect(after[0]?.points.slice(0, before[0]?.points.length)).toEqual(before[0]?.points);
    } finally {
      await server.stop();
    }
  });

  test('VictoriaMetrics takes line protocol and gives back every sample', async () => {
    const server = await startVictoria(placeOf());
    try {
      const body = 'm,machine=a value=1 1767225600123\nm,machine=a value=2 1767225601123\n';
      const { status } = await server.place.http(`${server.influxUrl}?precision=ms`, {
        method: 'POST',
        body,
      });
      expect(status).toBe(204);
      await server.flush();
      const [series] = await server.raw('{__name__=~"m.*"}');
      expect([series?.values, series?.timestamps]).toEqual([
        [1, 2],
        [1767225600123, 1767225601123],
      ]);
      await server.restart();
      expect((await server.raw('{__name__=~"m.*"}'))[0]?.values).toEqual([1, 2]);
    } finally {
      await server.stop();
    }
  });
});
