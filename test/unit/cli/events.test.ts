import { describe, expect, test } from 'vitest';
import { eventJson } from '../../../main/cli/monitor/event-json.ts';
import { eventLine } from '../../../main/cli/monitor/event-lines.ts';
import { liveLines } from '../../../main/cli/monitor/live-view.ts';
import { visibleWidth } from '../../../main/cli/terminal/table.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { NO_NETWORK } from '../../../main/domain/model/network.ts';
import type { Outcome, Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { RecentSamples } from '../../../main/domain/recent/recent-samples.ts';
import { ALL_GOOD, incident, NOW, SINCE } from '../words/incident-example.ts';
import { ASCII, COLOURED, PLAIN } from './capture.ts';

const UNTIL = wallMs(SINCE + 90_000);

function sample(id: number, outcome: Outcome, rttMs: number | null, atMs = 0): Sample {
  return {
    id,
    kind: 'tcp4',
    anchor: '192.0.2.1:443',
    sentWallMs: wallMs(SINCE + atMs),
    sentMonoMs: monoMs(atMs),
    outcome,
    rttMs,
    via: 'socket',
  };
}

const gap: MonitorEvent = { type: 'gap', gap: { fromMs: SINCE, toMs: UNTIL, reason: 'sleep' } };
const health: MonitorEvent = {
  type: 'health',
  atMs: NOW,
  subject: 'ipv4',
  health: 'down',
  previous: 'good',
  all: { ...ALL_GOOD, ipv4: 'down' },
};
const raised: MonitorEvent = { type: 'incident', phase: 'raised', incident: incident('ipv4-only') };
const cleared: MonitorEvent = {
  type: 'incident',
  phase: 'cleared',
  incident: incident('ipv4-only', { untilMs: UNTIL, end: 'recovered' }),
};
const mode: MonitorEvent = { type: 'mode', atMs: NOW, mode: { icmp: 'ping', reason: 'no right' } };
const network: MonitorEvent = { type: 'network', atMs: NOW, network: NO_NETWORK };

describe('events as JSON', () => {
  test('a sample is flat; `detail` and `revised` only where they say something', () => {
    expect(eventJson({ type: 'sample', sample: sample(1, 'reply', 12.34567) }, NOW)).toEqual({
      type: 'sample',
      kind: 'tcp4',
      anchor: '192.0.2.1:443',
      at: '2026-11-21T14:02:00.000Z',
      outcome: 'reply',
      rttMs: 12.346,
      via: 'socket',
    });
    expect(eventJson({ type: 'sample', sample: sample(1, 'late', 4000) }, NOW)).toMatchObject({
      revised: true,
    });
    const unreachable = { ...sample(1, 'unreachable', null), detail: 'host-unreachable' };
    expect(eventJson({ type: 'sample', sample: unreachable }, NOW)).toMatchObject({
      rttMs: null,
      detail: 'host-unreachable',
    });
  });

  test('an incident while it goes on and after it', () => {
    expect(eventJson(raised, NOW)).toEqual({
      type: 'incident',
      phase: 'raised',
      id: `ipv4-only-${SINCE}`,
      class: 'ipv4-only',
      since: '2026-11-21T14:02:00.000Z',
      raised: '2026-11-21T14:02:04.000Z',
      until: null,
      durationMs: null,
      end: null,
      parent: null,
      network: 'n1',
      evidence: incident('ipv4-only').evidence,
      text: expect.stringMatching(/^IPv4 is down since /),
    });
    expect(eventJson(cleared, NOW)).toMatchObject({
      phase: 'cleared',
      until: '2026-11-21T14:03:30.000Z',
      durationMs: 90_000,
      end: 'recovered',
    });
  });

  test('a wall clock that was set back makes no negative duration', () => {
    const odd = incident('total', { untilMs: wallMs(SINCE - 5000), end: 'recovered' });
    expect(eventJson({ type: 'incident', phase: 'cleared', incident: odd }, NOW)).toMatchObject({
      durationMs: 0,
    });
    const backwards: MonitorEvent = {
      type: 'gap',
      gap: { fromMs: UNTIL, toMs: SINCE, reason: 'clock-jump' },
    };
    expect(eventJson(backwards, NOW)).toMatchObject({ durationMs: 0, reason: 'clock-jump' });
  });

  test('the others', () => {
    expect(eventJson(gap, NOW)).toEqual({
      type: 'gap',
      from: '2026-11-21T14:02:00.000Z',
      to: '2026-11-21T14:03:30.000Z',
      durationMs: 90_000,
      reason: 'sleep',
      text: 'the machine slept',
    });
    expect(eventJson(health, NOW)).toMatchObject({
      type: 'health',
      subject: 'ipv4',
      health: 'down',
      previous: 'good',
    });
    expect(eventJson(mode, NOW)).toEqual({
      type: 'mode',
      at: expect.any(String),
      icmp: 'ping',
      reason: 'no right',
    });
    expect(eventJson(network, NOW)).toMatchObject({ type: 'network', id: 'none', ipv4: false });
  });
});

describe('events as lines', () => {
  test('a stamp, a shape and a sentence; samples have none', () => {
    expect(eventLine(PLAIN, { type: 'sample', sample: sample(1, 'reply', 1) }, NOW)).toBeNull();
    for (const event of [gap, health, raised, cleared, mode, network]) {
      expect(eventLine(ASCII, event, NOW)).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}\S{3} [A-Z].*$/);
    }
  });

  test('what they say', () => {
    expect(eventLine(ASCII, raised, NOW)).toMatch(/\[x\] IPv4 is down since .*probably your provider\.$/);
    expect(eventLine(ASCII, cleared, NOW)).toMatch(/\(o\) IPv4 was down from .* \(1 min 30 s\)\.$/);
    expect(eventLine(ASCII, gap, NOW)).toMatch(
      /\[=\] Not measured from .* for 1 min 30 s: the machine slept\.$/,
    );
    expect(eventLine(ASCII, health, NOW)).toMatch(/\[x\] IPv4: down \(was: good\)\.$/);
    expect(eventLine(ASCII, mode, NOW)).toMatch(/\/!\\ ICMP is measured by the system's ping: no right$/);
    expect(eventLine(ASCII, network, NOW)).toMatch(/\[x\] Network: no network\.$/);
  });

  test('an incident whose end nobody saw is not shown as good', () => {
    const unseen: MonitorEvent = {
      type: 'incident',
      phase: 'cleared',
      incident: incident('total', { untilMs: UNTIL, end: 'unknown' }),
    };
    expect(eventLine(ASCII, unseen, NOW)).toMatch(/\(\?\) The internet was down .*Nobody was watching/);
  });
});

describe('the last minute', () => {
  test('median and loss of each light; a revision replaces its loss', () => {
    const recent = new RecentSamples();
    expect(recent.figures('ipv4')).toEqual({ rttMs: null, loss: null });
    recent.add(sample(1, 'reply', 10));
    recent.add(sample(2, 'lost', null));
    recent.add(sample(3, 'refused', 30));
    recent.add(sample(4, 'suspect', null));
    expect(recent.figures('ipv4')).toEqual({ rttMs: 10, loss: 1 / 3 });
    recent.add(sample(2, 'late', 2000));
    expect(recent.figures('ipv4')).toEqual({ rttMs: 30, loss: 0 });
  });

  test('older samples leave, and a gap takes all', () => {
    const recent = new RecentSamples();
    recent.add(sample(1, 'lost', null, 0));
    recent.add(sample(2, 'reply', 5, 60_001));
    expect(recent.figures('ipv4')).toEqual({ rttMs: 5, loss: 0 });
    recent.clear();
    expect(recent.figures('ipv4').rttMs).toBeNull();
  });
});

describe('the live lines', () => {
  const input = {
    health: { ...ALL_GOOD, ipv4: 'down' },
    open: [incident('ipv4-only')],
    nowMs: NOW,
    zone: 'UTC',
  } as const;

  test('the verdict first, then the lights with their figures', () => {
    const recent = new RecentSamples();
    recent.add(sample(1, 'lost', null));
    const [sentence, lights] = liveLines({ ...ASCII, columns: 200 }, input, recent);
    expect(sentence).toBe(
      '[x] IPv4 is down since 14:02 (3 min 12 s). IPv6 and ping work, your router answers: probably your provider.',
    );
    expect(lights).toBe('(o) ICMP   [x] IPv4 100 % lost   (o) IPv6   (o) DNS   (o) Router');
  });

  test('at 80 columns the headline and all five lights are whole, on as many lines as they take', () => {
    const recent = new RecentSamples();
    const kinds = ['icmp4', 'tcp4', 'tcp6', 'dns', 'gateway'] as const;
    for (const [index, kind] of kinds.entries()) {
      recent.add({ ...sample(2 * index, 'reply', 123.4), kind });
      recent.add({ ...sample(2 * index + 1, 'lost', null), kind });
    }
    for (const terminal of [PLAIN, ASCII, COLOURED]) {
      const lines = liveLines({ ...terminal, columns: 80 }, input, recent);
      const all = lines.join('\n');
      expect(all).toContain('IPv4 is down since 14:02 (3 min 12 s).');
      expect(all).toContain('  IPv6 and ping work, your router answers: probably your provider.');
      for (const name of ['ICMP', 'IPv4', 'IPv6', 'DNS', 'Router']) {
        expect(all).toContain(`${name} 123 ms 50 % lost`);
      }
      for (const line of lines) expect(visibleWidth(line)).toBeLessThan(80);
    }
  });

  test('fit the terminal, so that they can be erased', () => {
    for (const line of liveLines({ ...COLOURED, columns: 40 }, input, new RecentSamples())) {
      expect(visibleWidth(line)).toBeLessThan(40);
    }
  });
});
