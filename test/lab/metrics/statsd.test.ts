import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KINDS, type Kind } from '../../../main/domain/model/kind.ts';
import { type Graphite, startGraphite } from '../../support/metrics-servers/graphite.ts';
import { labPlace } from '../../support/metrics-servers/place.ts';
import { startStatsd } from '../../support/metrics-servers/statsd.ts';
import { isIncident, type Line } from '../../support/monitor-process.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { HOME } from '../net/topologies.ts';
import {
  answered,
  FLUSH_MS,
  historyOf,
  type Kept,
  keptOf,
  routerAnswered,
  type StatsdMonitor,
  said,
  startStatsdMonitor,
  testedByHand,
  untilFlushed,
} from './statsd-scene.ts';

let lab: HomeLab;
let graphite: Graphite;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
  graphite = await startGraphite(labPlace(lab, 'pc'), { flushMs: FLUSH_MS });
});
afterAll(async () => {
  await graphite?.stop();
  await lab?.stop();
});

/** Both say whole microseconds of each probe; a mean of means may differ in the last digit. */
const close = (ms: number | undefined): number => expect.closeTo(ms ?? Number.NaN, 2);

const isLate = (line: Line): boolean => line['kind'] === 'icmp4' && line['outcome'] === 'late';

/** Faultline's own names of a kind, over all its anchors. */
function ownFigures(kept: Kept, name: string, kind: Kind) {
  const root = `${name}\\.faultline\\.the_pc\\.${kind}\\.\\w+`;
  const count = (what: string): number => kept.sum(new RegExp(`^stats_counts\\.${root}\\.${what}$`));
  const counts = { sent: count('sent'), lost: count('lost'), late: count('late'), error: count('error') };
  return { kind, ...counts, ...kept.times(`${root}\\.rtt`) };
}

async function expectEqualsHistory(monitor: StatsdMonitor): Promise<Kept> {
  const [kept, history] = await Promise.all([keptOf(graphite, monitor), historyOf(lab, monitor)]);
  const told = KINDS.map((kind) => ownFigures(kept, monitor.name, kind));
  const known = KINDS.map((kind) => {
    const { sent, received, lost, late, rttMs } = history(kind);
    const times = { mean: close(rttMs?.mean), min: close(rttMs?.min), max: close(rttMs?.max) };
    return { kind, sent, lost, late, error: 0, count: received, ...times };
  });
  expect(told).toEqual(known);
  return kept;
}

/** What the three scripts called it. */
const SCRIPTS = {
  icmp4: ['ping2\\.latency\\.\\w+', 'ping2\\.timeout\\.\\w+'],
  tcp4: ['ipv4\\.connect_timing\\.google_http_endpoint', 'ipv4\\.connect_timeout\\.google_http_endpoint'],
  tcp6: ['ipv6\\.connect_timing\\.google_http_endpoint', 'ipv6\\.connect_timeout\\.google_http_endpoint'],
} as const;

async function expectScripts(monitor: StatsdMonitor): Promise<void> {
  const [kept, history] = await Promise.all([keptOf(graphite, monitor), historyOf(lab, monitor)]);
  const { name } = monitor;
  for (const kind of ['icmp4', 'tcp4', 'tcp6'] as const) {
    const [timing, timeout] = SCRIPTS[kind];
    const { received, lost, rttMs } = history(kind);
    const timeouts = kept.sum(new RegExp(`^stats_counts\\.${name}\\.${timeout}$`));
    expect({ kind, timeouts, ...kept.times(`${name}\\.${timing}`) }).toEqual({
      kind,
      timeouts: lost,
      count: received,
      mean: close(rttMs?.mean),
      min: close(rttMs?.min),
      max: close(rttMs?.max),
    });
  }
  const known = Object.values(SCRIPTS).flat().join('|');
  const pings = kept.names.filter((one) => one.startsWith('stats.gauges.'));
  expect(kept.names.filter((one) => !new RegExp(`\\.${name}\\.(${known})(\\.\\w+)?$`).test(one))).toEqual([]);
  expect(pings).toEqual(
    ['1', '2', '3'].map((last) => `stats.gauges.${name}.ping2.latency.198_51_100_${last}`),
  );
}

/** Between two probes of the same target. */
function longestPauseMs(samples: readonly Line[]): number {
  const last = new Map<string, number>();
  return samples.reduce((longest, { kind, anchor, at }) => {
    const key = `${kind} ${anchor}`;
    const atMs = Date.parse(String(at));
    const pauseMs = atMs - (last.get(key) ?? atMs);
    last.set(key, atMs);
    return Math.max(longest, pauseMs);
  }, 0);
}

/** As it is told when StatsD takes figures again. */
const droppedOf = (monitor: StatsdMonitor): number =>
  Number(/works again; ([^a-z]+) figures/.exec(monitor.stderr())?.[1]?.replace(/\D/g, '') ?? 0);

describe('a real monitor, StatsD, carbon and Graphite', () => {
  test('what Graphite has equals the history: both sets of names, UDP and TCP, over an outage', async () => {
    const monitors = {
      ownUdp: startStatsdMonitor(lab, 'own_udp', { protocol: 'udp' }),
      ownTcp: startStatsdMonitor(lab, 'own_tcp', { protocol: 'tcp' }),
      oldUdp: startStatsdMonitor(lab, 'old_udp', { protocol: 'udp', names: 'scripts' }),
      oldTcp: startStatsdMonitor(lab, 'old_tcp', { protocol: 'tcp', names: 'scripts' }),
    };
    const all = Object.values(monitors);
    await Promise.all(all.map((monitor) => answered(monitor, 4)));
    await lab.cut('ipv4');
    await Promise.all(all.map((monitor) => monitor.waitFor('raise', isIncident('raised', 'ipv4-only'))));
    // A gauge keeps only the last word of each flush.
    await Promise.all(all.map((monitor) => routerAnswered(monitor, 6)));
    await lab.restore();
    await Promise.all(all.map((monitor) => monitor.waitFor('clear', isIncident('cleared', 'ipv4-only'))));
    // A round trip of 1.4 s: ICMP's answers come late, after the loss has been said.
    await lab.link('core').set({ both: { delayMs: 700 } });
    await Promise.all(all.map((monitor) => monitor.waitFor('late', isLate)));
    await lab.link('core').set({ both: { delayMs: 2 } });
    expect(await Promise.all(all.map((monitor) => monitor.end()))).toEqual([0, 0, 0, 0]);
    expect(all.map((monitor) => monitor.stderr())).toEqual(['', '', '', '']);
    await untilFlushed(graphite);

    for (const monitor of [monitors.ownUdp, monitors.ownTcp]) {
      const kept = await expectEqualsHistory(monitor);
      const lights = kept.values(/\.health\.ipv4$/);
      // Good, down, and at the end not measured any more.
      expect([lights.includes(4), lights.includes(2), lights.at(-1)]).toEqual([true, true, 0]);
      const incidents = kept.values(/\.incident\.ipv4-only$/);
      expect([incidents.includes(1), incidents.at(-1)]).toEqual([true, 0]);
      expect(kept.sum(/\.incident\.total$/)).toBe(0);
      expect(kept.sum(/^stats_counts\..*\.tcp4\..*\.lost$/)).toBeGreaterThan(3);
      expect(kept.sum(/^stats_counts\..*\.icmp4\..*\.late$/)).toBeGreaterThan(0);
    }
    await expectScripts(monitors.oldUdp);
    await expectScripts(monitors.oldTcp);
  });

  test('StatsD killed and restarted in the middle: probing goes on, what was dropped is told, it resumes', async () => {
    // This one is far away, over a connection that the line will swallow without a word.
    // It never flushes: what it has gathered can be asked for at any moment.
    const far = await startStatsd(labPlace(lab, 'internet'), { address: HOME.web4, flushMs: 600_000 });
    const monitors = {
      udp: startStatsdMonitor(lab, 'cut_udp', { protocol: 'udp' }),
      tcp: startStatsdMonitor(lab, 'cut_tcp', { protocol: 'tcp' }),
      far: startStatsdMonitor(lab, 'cut_far', { protocol: 'tcp', host: HOME.web4 }),
    };
    const all = Object.values(monitors);
    await Promise.all(all.map((monitor) => answered(monitor, 3)));
    const here = [monitors.udp, monitors.tcp];
    expect(await Promise.all(here.map((monitor) => testedByHand(lab, monitor)))).toEqual([
      { code: 0, outcome: 'arrived', text: expect.stringContaining('has the test figure') },
      { code: 0, outcome: 'arrived', text: expect.stringContaining('has the test figure') },
    ]);
    await graphite.statsd.kill();
    await lab.link('access').set({ both: { drop: ['tcp/8125'] } });
    await Promise.all([
      said(monitors.udp, /StatsD: Nothing listens at 127\.0\.0\.1:8125 \(UDP\)\. Figures are dropped/),
      said(monitors.tcp, /StatsD: .*127\.0\.0\.1:8125.* Figures are dropped/),
      said(
        monitors.far,
        /StatsD: 198\.51\.100\.80:8125 no longer takes in what is sent\. Figures are dropped/,
      ),
    ]);
    expect(await Promise.all(here.map((monitor) => testedByHand(lab, monitor)))).toEqual([
      {
        code: 1,
        outcome: 'failed',
        text: expect.stringContaining('Nothing listens at 127.0.0.1:8125 (UDP).'),
      },
      {
        code: 1,
        outcome: 'failed',
        text: expect.stringContaining('Nothing listens at 127.0.0.1:8125 (TCP).'),
      },
    ]);
    await routerAnswered(monitors.udp, 6);
    await graphite.statsd.restart();
    await lab.link('access').set({ both: { drop: [] } });
    await Promise.all(all.map((monitor) => said(monitor, /StatsD: works again; .* given up meanwhile/)));
    const gathered = await far.gathered('counters');
    expect(Object.keys(gathered).filter((name) => name.startsWith('cut_far.faultline'))).not.toEqual([]);
    expect(await Promise.all(all.map((monitor) => monitor.end()))).toEqual([0, 0, 0]);
    await untilFlushed(graphite);

    for (const monitor of all) {
      const samples = monitor.lines.filter(({ type }) => type === 'sample');
      expect(monitor.lines.filter(({ type }) => type === 'gap')).toEqual([]);
      // A machine that is busy with other tests may stall a monitor for a moment, which marks its samples so.
      const others = samples.filter(({ outcome }) => outcome !== 'reply');
      expect(others.filter(({ outcome }) => outcome !== 'suspect')).toEqual([]);
      expect(others.length).toBeLessThan(samples.length / 20);
      expect(longestPauseMs(samples)).toBeLessThan(4_000);
    }
    for (const monitor of here) {
      const [kept, history] = await Promise.all([keptOf(graphite, monitor), historyOf(lab, monitor)]);
      const measured = KINDS.reduce((sum, kind) => sum + history(kind).sent, 0);
      const missing = measured - kept.sum(/^stats_counts\..*\.sent$/);
      const dropped = droppedOf(monitor);
      // Three figures a probe, and the gauges; what the killed StatsD had not flushed it took with it.
      const unflushed = 16 * 3 * (FLUSH_MS / 1_000 + 1);
      expect(missing).toBeGreaterThan(0);
      expect(Math.abs(missing * 3 - dropped)).toBeLessThan(unflushed + 3 * 16);
    }
    await far.stop();
  });
});
