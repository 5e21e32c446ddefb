import { describe, expect, test } from 'vitest';
import type { Incident, IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { UNKNOWN_HEALTH } from '../../../main/domain/outage/health.ts';
import { Feed } from './feed.ts';
import { HOME, ICMP4, TCP4, TCP6 } from './simulator/networks.ts';

const ANCHORS = [...ICMP4, ...TCP4, ...TCP6];
const good = () => 'reply' as const;
const nothing = () => null;

function left(feed: Feed, name: IncidentClass, failing: readonly Kind[], agoMs = 60_000): Incident {
  const sinceMs = wallMs(feed.now.wallMs - agoMs);
  return {
    id: `${name}-${sinceMs}`,
    class: name,
    sinceMs,
    raisedMs: wallMs(sinceMs + 3500),
    untilMs: null,
    end: null,
    parent: null,
    evidence: { health: UNKNOWN_HEALTH, failing, working: [], lost: 10, sent: 10 },
    network: HOME.id,
  };
}

function start(open: (feed: Feed) => readonly Incident[], lastAliveAgoMs?: number): Feed {
  const feed = new Feed(ANCHORS);
  const lastAlive =
    lastAliveAgoMs === undefined ? {} : { lastAliveMs: wallMs(feed.now.wallMs - lastAliveAgoMs) };
  feed.give({ type: 'adopt', open: open(feed), ...lastAlive });
  feed.give({ type: 'network', network: HOME });
  return feed;
}

describe('incidents that an earlier run left open', () => {
  test('go on without a second raise, and are cleared when seen to recover', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'])], 5000);
    feed.seconds(30, nothing);
    expect(feed.story).toEqual([]);
    expect(feed.detector.open.map((incident) => incident.class)).toEqual(['total']);
    feed.seconds(5, good);
    expect(feed.story).toEqual(['total cleared recovered']);
    const cleared = feed.incidents[0]?.incident;
    expect(cleared?.untilMs).toBeGreaterThan(cleared?.sinceMs ?? Infinity);
  });

  test('that are over ended when the run was last alive', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'])], 5000);
    const lastAliveMs = feed.now.wallMs - 5000;
    feed.seconds(3, good);
    expect(feed.story).toEqual(['total cleared unknown']);
    expect(feed.incidents[0]?.incident.untilMs).toBe(lastAliveMs);
  });

  test('are confirmed by silence as long as names an outage, without a cold start', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'])], 5000);
    feed.seconds(6, nothing);
    const backMs = feed.now.wallMs;
    feed.seconds(5, good);
    expect(feed.story).toEqual(['total cleared recovered']);
    expect(feed.incidents[0]?.incident.untilMs).toBe(backMs);
  });

  test('are not confirmed by silence shorter than that', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'])], 5000);
    feed.seconds(3, nothing);
    feed.seconds(5, good);
    expect(feed.story).toEqual(['total cleared unknown']);
  });

  test('are confirmed early on their own network only', () => {
    const elsewhere = (incident: Incident): Incident => ({ ...incident, network: 'elsewhere' });
    const feed = start((each) => [elsewhere(left(each, 'total', ['icmp4', 'tcp4', 'tcp6']))], 5000);
    feed.seconds(10, nothing);
    feed.seconds(5, good);
    expect(feed.story).toEqual(['total cleared unknown']);
  });

  test('once refuted, leave the cold start to what has not answered yet', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'])], 5000);
    feed.seconds(15, (kind) => (kind === 'tcp4' ? null : 'reply'));
    expect(feed.story).toEqual(['total cleared unknown']);
    feed.seconds(10, (kind) => (kind === 'tcp4' ? null : 'reply'));
    expect(feed.story).toEqual(['total cleared unknown', 'ipv4-only raised']);
  });

  test('do not let silence right after the start pass for more than they were', () => {
    const feed = start((each) => [left(each, 'ipv4-only', ['icmp4', 'tcp4'])], 5000);
    feed.seconds(15, nothing);
    expect(feed.story).toEqual([]);
    feed.seconds(10, nothing);
    expect(feed.story).toEqual(['total raised', 'ipv4-only cleared absorbed']);
  });

  test('a missing network is refuted by anything that works', () => {
    const feed = start((each) => [left(each, 'local', [])], 5000);
    feed.seconds(2, good);
    expect(feed.story).toEqual(['local cleared unknown']);
  });

  test('that nothing confirms are given up after the settle time', () => {
    const feed = start((each) => [left(each, 'dns', ['dns'])], 5000);
    feed.seconds(24, good);
    expect(feed.story).toEqual([]);
    feed.seconds(3, good);
    expect(feed.story).toEqual(['dns cleared unknown']);
  });

  test('that nobody watched for more than ten minutes are not taken up again', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4'], 3_600_000)], 601_000);
    expect(feed.story).toEqual(['total cleared unknown']);
    feed.seconds(30, nothing);
    expect(feed.story).toEqual(['total cleared unknown', 'total raised']);
  });

  test('keep their uppermost; its children are absorbed', () => {
    const feed = start((each) => [
      left(each, 'ipv4-only', ['tcp4']),
      left(each, 'gateway', ['icmp4', 'tcp4', 'tcp6']),
      left(each, 'degraded-loss', ['tcp4']),
    ]);
    expect(feed.story).toEqual(['ipv4-only cleared absorbed', 'degraded-loss cleared absorbed']);
    const [gateway] = feed.detector.open;
    expect(gateway?.class).toBe('gateway');
    expect(feed.incidents.map(({ incident }) => incident.parent)).toEqual([gateway?.id, gateway?.id]);
  });

  test('are absorbed when their parent holds now', () => {
    const feed = start((each) => [left(each, 'ipv4-only', ['tcp4'])]);
    feed.seconds(25, nothing);
    expect(feed.story).toEqual(['total raised', 'ipv4-only cleared absorbed']);
  });

  test('that are closed already, or told twice, are left alone', () => {
    const feed = new Feed(ANCHORS);
    const open = left(feed, 'total', ['tcp4']);
    const done: Incident = { ...left(feed, 'dns', ['dns']), untilMs: feed.now.wallMs, end: 'recovered' };
    feed.give({ type: 'adopt', open: [open, done] });
    feed.give({ type: 'adopt', open: [open] });
    expect(feed.story).toEqual([]);
    expect(feed.detector.open).toEqual([open]);
  });

  test('from a future that the clock now denies end no earlier than they began', () => {
    const feed = start((each) => [left(each, 'total', ['icmp4', 'tcp4', 'tcp6'], -86_400_000)]);
    feed.seconds(3, good);
    const cleared = feed.incidents[0]?.incident;
    expect(cleared?.end).toBe('unknown');
    expect(cleared?.untilMs).toBe(cleared?.sinceMs);
  });

  test('gradual ones are given the time that their evidence takes', () => {
    const feed = start((each) => [left(each, 'degraded-loss', ['tcp4'])]);
    feed.seconds(80, good);
    expect(feed.story).toEqual([]);
    feed.seconds(12, good);
    expect(feed.story).toEqual(['degraded-loss cleared unknown']);
  });
});
