import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS } from '../../../main/domain/model/kind.ts';
import { labPlace, type Place } from '../../support/metrics-servers/place.ts';
import { type Prometheus, startPrometheus } from '../../support/metrics-servers/prometheus.ts';
import { promtool } from '../../support/metrics-servers/promtool.ts';
import { pause } from '../../support/metrics-servers/server.ts';
import { faultline, isIncident, type Line } from '../../support/monitor-process.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import {
  compare,
  makeFiles,
  probesOf,
  type ScrapedMonitor,
  startScrapedMonitor,
  TARGET,
  TOKEN,
  WEIGHTS,
} from './prometheus-scene.ts';

let lab: HomeLab;
let place: Place;
beforeAll(async () => {
  lab = await startHome({ rttMs: 17 });
  place = labPlace(lab, 'pc');
});
afterAll(() => lab.stop());

/** Settles with the first answer that fits. */
async function eventually<T>(ask: () => Promise<T>, fits: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    await pause(100);
  }
}

const scrapedTimes = (server: Prometheus): Promise<number> =>
  server.query('count_over_time(up{job="faultline"}[10m])').then(([series]) => series?.points[0]?.value ?? 0);

/** Until that many more scrapes have been tried. */
async function scrapes(server: Prometheus, count: number): Promise<void> {
  const before = await scrapedTimes(server);
  await eventually(
    () => scrapedTimes(server),
    (now) => now >= before + count,
  );
}

/** Of both families so many that it is known they work here. */
const answeredOften = (): ((line: Line) => boolean) => {
  const answers = new Map<unknown, number>();
  return ({ kind, outcome }) => {
    if (outcome === 'reply') answers.set(kind, (answers.get(kind) ?? 0) + 1);
    return KINDS.every((one) => (answers.get(one) ?? 0) >= (one === 'dns' || one === 'gateway' ? 1 : 12));
  };
};

const lostIn = async (server: Prometheus): Promise<number> =>
  (await server.query('sum(faultline_probe_lost_total)'))[0]?.points[0]?.value ?? 0;

/** What the documentation's section shows as examples, a line each. */
function documentedQueries(): readonly string[] {
  const section = /\n## Prometheus\n(.*?)\n## /s.exec(readFileSync('docs/metrics.md', 'utf8'))?.[1] ?? '';
  return /\n```\n(.*?)\n```\n/s.exec(section)?.[1]?.split('\n') ?? [];
}

const upOf = async (server: Prometheus, job: string): Promise<number | undefined> =>
  (await server.query(`max_over_time(up{job="${job}"}[10m])`))[0]?.points[0]?.value;

async function expectEqualsHistory(server: Prometheus, monitor: ScrapedMonitor): Promise<void> {
  const probes = await probesOf(monitor);
  const names = Object.keys(WEIGHTS).join('|');
  const series = await server.query(`{__name__=~"${names}",job="faultline"}[10m]`);
  const compared = series.map((one) => {
    const weight = WEIGHTS[one.metric['__name__'] ?? ''];
    if (weight === undefined) throw new Error(`no weight of ${one.metric['__name__']}`);
    return compare(one, probes, weight);
  });
  expect(compared.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
  // Nothing is compared with nothing: every anchor of every kind, many times, and to one value alone.
  expect(new Set(probes.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  const anchors = new Set(probes.map(({ kind, anchor }) => `${kind} ${anchor}`));
  const counted = compared.filter(({ name }) => name === 'faultline_probe_sent_total');
  expect(new Set(counted.map(({ anchor }) => anchor))).toEqual(anchors);
  expect(counted.filter(({ exact, scrapes }) => exact < 3 || scrapes < 10)).toEqual([]);
  const total = (name: string): number =>
    compared.reduce((sum, one) => sum + (one.name === name ? one.value : 0), 0);
  expect(total('faultline_probe_lost_total')).toBeGreaterThanOrEqual(10);
  expect(total('faultline_probe_late_total')).toBeGreaterThanOrEqual(1);
}

describe('a real Prometheus scrapes a real monitor', () => {
  test('with token and TLS: what it has equals the history at every scrape, over an outage and a kill', async () => {
    const { certFile, keyFile, tokenFile } = makeFiles();
    const targets = { static_configs: [{ targets: [TARGET] }] };
    const tls = { scheme: 'https', tls_config: { ca_file: certFile } };
    const server = await startPrometheus(place, {
      // Not the pace of the probes, so that every scrape falls elsewhere between two of them.
      scrapeInterval: '700ms',
      scrape: [
        { job_name: 'faultline', ...targets, ...tls, authorization: { credentials_file: tokenFile } },
        { job_name: 'wrong-token', ...targets, ...tls, authorization: { credentials: `${TOKEN}x` } },
        { job_name: 'no-token', ...targets, ...tls },
        { job_name: 'no-tls', ...targets, authorization: { credentials_file: tokenFile } },
      ],
    });
    try {
      const monitor = startScrapedMonitor(lab, { certFile, keyFile });
      await monitor.waitFor('answers', answeredOften());
      await lab.cut('ipv4');
      await monitor.waitFor('raise', isIncident('raised', 'ipv4-only'));
      await scrapes(server, 2);
      await server.kill();
      await lab.restore();
      await monitor.waitFor('clear', isIncident('cleared', 'ipv4-only'));
      // A round trip of 1.4 s: answers to ping come late, after the loss has been said.
      await lab.link('core').set({ both: { delayMs: 700 } });
      await monitor.waitFor('late', (line) => line['kind'] === 'icmp6' && line['outcome'] === 'late');
      await lab.link('core').set({ both: { delayMs: 4 } });
      await server.restart();
      // Until the losses of the outage are certain.
      await eventually(
        () => lostIn(server),
        (lost) => lost >= 20,
      );
      await scrapes(server, 5);
      expect(await monitor.end()).toBe(0);
      expect(monitor.stderr()).toBe('');

      await expectEqualsHistory(server, monitor);
      expect(documentedQueries()).toHaveLength(3);
      for (const expression of documentedQueries()) {
        const answers = await server.query(expression.replaceAll('[5m]', '[10m]'));
        expect([expression, answers.length]).toEqual([expression, KINDS.length]);
      }
      const others = ['wrong-token', 'no-token', 'no-tls'].map((job) => upOf(server, job));
      expect(await Promise.all(others)).toEqual([0, 0, 0]);
      const wasActive = 'max_over_time(faultline_incident_active{class="ipv4-only"}[10m])';
      expect((await server.query(wasActive))[0]?.points[0]?.value).toBe(1);
      const raised = 'max_over_time(faultline_incident_raised_total{class="ipv4-only"}[10m])';
      expect((await server.query(raised))[0]?.points[0]?.value).toBe(1);
      const wasDown = 'max_over_time(faultline_health{subject="ipv4",state="down"}[10m])';
      expect((await server.query(wasDown))[0]?.points[0]?.value).toBe(1);
    } finally {
      await server.stop();
    }
  });
});

const OCCUPY = `require('node:net').createServer().listen(9824, '127.0.0.1', () => console.log('there'));`;

const page = (): Promise<{ status: number; text: string }> =>
  place.http(`http://${TARGET}/metrics`, { headers: { Authorization: `Bearer ${TOKEN}` } });

describe('a port that is taken', () => {
  test('is told and tried again; probing goes on, nothing of it is missing, promtool finds no fault', async () => {
    const other = lab.spawn('pc', [process.execPath, '-e', OCCUPY]);
    await once(other.stdout, 'data');
    const monitor = startScrapedMonitor(lab, {});
    const isAnswer = (line: Line): boolean => line['kind'] === 'tcp4' && line['outcome'] === 'reply';
    await monitor.waitFor('an answer', isAnswer);
    await eventually(
      () => Promise.resolve(monitor.stderr()),
      (text) => text !== '',
    );
    expect(monitor.stderr()).toMatch(
      /^faultline: Prometheus: 127\.0\.0\.1:9824 is taken by another program; [^\n]+\n$/,
    );
    const config = join(monitor.folder, 'config.json');
    const failed = await lab.exec('pc', faultline('metrics', '--config', config));
    expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining('is taken by another program')]);

    other.kill();
    const { text } = await eventually(page, ({ status }) => status === 200);
    expect(await promtool(['check', 'metrics'], text)).toEqual({ code: 0, text: '' });
    const answers = monitor.lines.filter(isAnswer).length;
    const counted = [...text.matchAll(/^faultline_probe_sent_total\{kind="tcp4",[^}]*\} (\d+)$/gm)];
    const total = counted.reduce((sum, [, count]) => sum + Number(count), 0);
    // More may have come in since the page was written.
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThanOrEqual(answers);
    const tested = await lab.exec('pc', faultline('metrics', '--config', config));
    expect([tested.code, tested.stdout]).toEqual([
      0,
      expect.stringMatching(
        /A Faultline that runs already listens there: .* answered with \d+ figures\. Somebody else /,
      ),
    ]);
    expect(await monitor.end()).toBe(0);
  });
});
