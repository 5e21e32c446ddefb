import { afterEach, describe, expect, test } from 'vitest';
import type { Health } from '../../../../main/domain/model/health.ts';
import type { Incident, IncidentClass } from '../../../../main/domain/model/incident.ts';
import type { StatsdConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { SETTLE_MS } from '../../../../main/export/settled-samples.ts';
import { statsdExporter } from '../../../../main/export/statsd/statsd-exporter.ts';
import { StatsdRun, TELL_AGAIN_MS } from '../../../../main/export/statsd/statsd-run.ts';
import { metricsOf } from './metrics.ts';
import { sampleEvent, sampleOf } from './sample.ts';
import { deadPort, tcpServer, type UdpServer, udpServer } from './servers.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function runTo(port: number, statsd: Partial<StatsdConfig> = {}) {
  const states: string[] = [];
  const run = new StatsdRun({
    metrics: metricsOf({ port, ...statsd }),
    machine: 'pc',
    version: '1.2.3',
    dataDirectory: null,
    now: () => wallMs(1_763_000_000_000),
    onState: () => states.push(run.state.phase),
  });
  return { run, states };
}

async function server(): Promise<UdpServer> {
  const opened = await udpServer();
  closing.push(opened.close);
  return opened;
}

function health(icmp: Health): MonitorEvent {
  const all = { icmp, ipv4: 'good', ipv6: 'good', dns: 'good', gateway: 'good' } as const;
  return { type: 'health', atMs: wallMs(0), subject: 'icmp', health: icmp, previous: 'unknown', all };
}

function incident(phase: 'raised' | 'cleared', name: IncidentClass, id = `${name}-1`): MonitorEvent {
  const all = { icmp: 'down', ipv4: 'good', ipv6: 'good', dns: 'good', gateway: 'good' } as const;
  const evidence = { health: all, failing: [], working: [], lost: 5, sent: 5 };
  const times = { sinceMs: wallMs(0), raisedMs: wallMs(0), untilMs: phase === 'raised' ? null : wallMs(1) };
  const told: Incident = { id, class: name, ...times, end: null, parent: null, evidence, network: 'n' };
  return { type: 'incident', phase, incident: told };
}

/** The values told of a name, in order. */
const valuesOf = (text: string, name: string): readonly number[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => Number(/:([\d.]+)\|/.exec(line)?.[1]));

const ANCHOR = 'faultline.pc.icmp4.192_0_2_1';

describe('what the engine tells becomes figures', () => {
  test('each probe once, when it is final; the rest at the end', async () => {
    const statsd = await server();
    const { run } = runTo(statsd.port);
    const lost = sampleOf('icmp4', '192.0.2.1', { outcome: 'lost', rttMs: null }, 1_000);
    run.take({ type: 'sample', sample: lost });
    run.take({ type: 'sample', sample: { ...lost, outcome: 'late', rttMs: 2_500 } });
    run.take(sampleEvent('icmp4', '192.0.2.1', { outcome: 'lost', rttMs: null }, 2_000));
    run.take(sampleEvent('icmp4', '192.0.2.1', { outcome: 'suspect', rttMs: null }, 3_000));
    run.take(sampleEvent('icmp4', '192.0.2.1', { outcome: 'error', rttMs: null }, 3_500));
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, 2_000 + SETTLE_MS));
    run.take(sampleEvent('icmp4', '192.0.2.1', { outcome: 'unreachable', rttMs: null }, 14_000));
    await run.stop();
    await statsd.heard.until(`${ANCHOR}.sent`);
    const { text } = statsd.heard;
    const sum = (name: string): number =>
      valuesOf(text, `${ANCHOR}.${name}`).reduce((all, one) => all + one, 0);
    expect({ sent: sum('sent'), lost: sum('lost'), late: sum('late'), error: sum('error') }).toEqual({
      sent: 4,
      lost: 2,
      late: 1,
      error: 1,
    });
    // A timing and a gauge of each.
    expect(valuesOf(text, `${ANCHOR}.rtt`)).toEqual([2_500, 2_500, 10, 10]);
    expect(run.state.dropped).toBe(0);
    expect(run.state.sent).toBe(text.trimEnd().split('\n').length);
  });

  test('lights and incidents at each change, again while measuring, and not as they were at the end', async () => {
    const statsd = await server();
    const { run } = runTo(statsd.port, { prefix: 'home.' });
    run.take(health('good'));
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, 0));
    run.take(health('down'));
    run.take(incident('raised', 'icmp-only'));
    run.take(incident('raised', 'icmp-only', 'another'));
    run.take(incident('cleared', 'icmp-only', 'another'));
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, TELL_AGAIN_MS - 1));
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, TELL_AGAIN_MS));
    await run.stop();
    await statsd.heard.until('home.faultline.pc.health.icmp:0|g');
    const { text } = statsd.heard;
    expect(valuesOf(text, 'home.faultline.pc.health.icmp')).toEqual([4, 4, 2, 2, 0]);
    expect(valuesOf(text, 'home.faultline.pc.incident.icmp-only')).toEqual([0, 1, 1, 1, 1, 0]);
    expect(valuesOf(text, 'home.faultline.pc.incident.total')).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test('anchors without end: those beyond the bound share one name', async () => {
    const statsd = await server();
    const { run } = runTo(statsd.port, { names: 'scripts' });
    for (let at = 0; at < 140; at += 1) run.take(sampleEvent('icmp4', `192.0.2.${at}`, {}, at));
    await run.stop();
    await statsd.heard.until('ping2.latency.other');
    expect(valuesOf(statsd.heard.text, 'ping2.latency.other')).toHaveLength(2 * 12);
  });
});

describe('how it stands', () => {
  test('nobody listens: the words say so, dropped counts, and taking goes on', async () => {
    const { run, states } = runTo(await deadPort('udp'));
    expect(run.state).toMatchObject({ phase: 'waiting', sent: 0, dropped: 0, queued: null, lastMs: null });
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, 0));
    await run.stop();
    expect(run.state.phase).toBe('trouble');
    expect(run.state.text).toMatch(
      /^Nothing listens at 127\.0\.0\.1:\d+ \(UDP\)\. Figures are dropped until/,
    );
    expect([run.state.sent, run.state.lastMs]).toEqual([0, null]);
    expect(run.state.dropped).toBeGreaterThan(2);
    expect(states.at(-1)).toBe('trouble');
    expect(() => run.take(sampleEvent('icmp4', '192.0.2.1', {}, 1_000))).not.toThrow();
  });

  test('TCP: what was taken at the very end has arrived', async () => {
    const statsd = await tcpServer();
    closing.push(() => statsd.close());
    const { run } = runTo(statsd.port, { protocol: 'tcp' });
    run.take(sampleEvent('tcp4', '192.0.2.1:443', {}, 0));
    await statsd.heard.until('faultline.pc.tcp4.192_0_2_1_443.rtt:10|ms\n');
    run.take(sampleEvent('tcp4', '192.0.2.1:443', { rttMs: 77 }, 1_000));
    await run.stop();
    await statsd.heard.until('faultline.pc.tcp4.192_0_2_1_443.rtt:77|g\n');
    expect(run.state).toMatchObject({ dropped: 0, sent: statsd.heard.text.trimEnd().split('\n').length });
    expect(run.state.lastMs).toBe(1_763_000_000_000);
  });

  test('the environment of another vendor changes nothing on the wire', async () => {
    const before = { ...process.env };
    Object.assign(process.env, { DD_ENV: 'prod', DD_AGENT_HOST: '192.0.2.9', DD_TAGS: 'a:b' });
    const statsd = await server();
    const { run } = runTo(statsd.port);
    process.env = before;
    run.take(sampleEvent('icmp4', '192.0.2.1', {}, 0));
    await run.stop();
    await statsd.heard.until(`${ANCHOR}.sent:1|c\n`);
    expect(statsd.heard.text).not.toMatch(/prod|#/);
  });
});

describe('the kind', () => {
  test('is started again for what matters to it only', () => {
    const metrics = metricsOf({});
    const key = statsdExporter.settingsKey(metrics);
    expect(statsdExporter.settingsKey({ ...metrics, labels: { provider: 'x' } })).toBe(key);
    expect(statsdExporter.settingsKey({ ...metrics, machine: 'nas' })).not.toBe(key);
    for (const but of [{ port: 1 }, { names: 'scripts' }, { prefix: 'a.' }, { protocol: 'tcp' }] as const) {
      expect(statsdExporter.settingsKey(metricsOf(but))).not.toBe(key);
    }
    expect(statsdExporter.isEnabled(metrics)).toBe(true);
    expect(statsdExporter.isEnabled(metricsOf({ enabled: false }))).toBe(false);
  });
});
