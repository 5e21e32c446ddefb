import { describe, expect, test } from 'vitest';
import { INCIDENT_CLASSES } from '../../../main/domain/model/incident.ts';
import { INCIDENT_RULES } from '../../../main/domain/outage/classes/registry.ts';
import { createDetector } from '../../../main/domain/outage/detector.ts';
import { Feed } from './feed.ts';
import { HOME, ICMP4, TCP4 } from './simulator/networks.ts';

const ANCHORS = [...ICMP4, ...TCP4];
const good = () => 'reply' as const;
const nothing = () => null;

describe('what the detector is fed', () => {
  test('before any input everything is unknown and nothing is open', () => {
    const detector = createDetector({ anchors: ANCHORS, intervalMs: 1000 });
    expect(new Set(Object.values(detector.health))).toEqual(new Set(['unknown']));
    expect(detector.open).toEqual([]);
    expect(detector.exportAvailability()).toEqual([]);
  });

  test('every class of the model has exactly one rule, parents first', () => {
    expect(INCIDENT_RULES.map((rule) => rule.class)).toEqual([...INCIDENT_CLASSES]);
    const ranks = INCIDENT_RULES.map((rule) => rule.rank);
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  });

  test('results of probes that were never sent, or answered already, change nothing', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(5, good);
    const before = feed.outputs.length;
    for (const outcome of ['reply', 'lost', 'late', 'unreachable', 'error', 'suspect'] as const) {
      expect(feed.give({ type: 'result', id: 9999, outcome, rttMs: null })).toEqual([]);
      expect(feed.give({ type: 'result', id: 1, outcome, rttMs: null })).toEqual([]);
    }
    feed.seconds(5, good);
    expect(feed.outputs).toHaveLength(before);
  });

  test('a probe sent twice under one id counts once', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(5, good);
    const id = feed.send('tcp4', '203.0.113.1:443');
    for (let again = 0; again < 20; again += 1)
      feed.give({ type: 'sent', id, kind: 'tcp4', anchor: '203.0.113.1:443' });
    feed.give({ type: 'result', id, outcome: 'lost', rttMs: null });
    feed.seconds(20, good);
    expect(feed.story).toEqual([]);
  });

  test('one kind alone makes no total outage while the other can only not be asked', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    feed.seconds(20, (kind) => (kind === 'tcp4' ? 'error' : 'reply'));
    feed.seconds(10, (kind) => (kind === 'tcp4' ? 'error' : null));
    expect(feed.detector.health).toMatchObject({ icmp: 'down', ipv4: 'unknown' });
    expect(feed.story).toEqual([]);
  });

  test('a refused connection proves the path', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(30, (kind) => (kind === 'tcp4' ? 'refused' : 'reply'));
    expect(feed.detector.health.ipv4).toBe('good');
    expect(feed.story).toEqual([]);
  });

  test('probes without any result are overdue all the same', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    feed.seconds(6, nothing);
    expect(feed.story).toEqual(['total raised']);
    feed.seconds(6, good);
    expect(feed.story).toEqual(['total raised', 'total cleared recovered']);
  });

  test('late answers to all probes of an outage that was none take it back at once', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    const ids = ANCHORS.flatMap(({ kind, anchor }) => [feed.send(kind, anchor), feed.send(kind, anchor)]);
    for (let tick = 0; tick < 10; tick += 1) {
      feed.wait(250);
      feed.give({ type: 'tick' });
    }
    for (const id of ids) feed.give({ type: 'result', id, outcome: 'lost', rttMs: null });
    for (const id of ids) feed.give({ type: 'result', id, outcome: 'late', rttMs: 2500 });
    feed.seconds(10, good);
    expect(feed.story).toEqual([]);
  });

  test('a monitor that stops probing without saying so is no outage, and its kinds become unknown', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    for (let tick = 0; tick < 200; tick += 1) {
      feed.wait(250);
      feed.give({ type: 'tick' });
    }
    expect(feed.story).toEqual([]);
    expect(feed.detector.health.ipv4).toBe('unknown');
  });

  test('a hole in the inputs is taken for a stall even if nobody tells', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    for (const { kind, anchor } of ANCHORS)
      for (let probe = 0; probe < 3; probe += 1) feed.send(kind, anchor);
    feed.wait(20_000);
    feed.give({ type: 'tick' });
    feed.seconds(3, good);
    expect(feed.story).toEqual([]);
  });

  test('time that runs backwards is held still', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    feed.wait(-60_000);
    feed.seconds(2, good);
    expect(feed.story).toEqual([]);
    expect(feed.detector.health.ipv4).toBe('good');
  });

  test('anchors replaced while theirs are failing void what was in flight', () => {
    const feed = new Feed(ANCHORS);
    feed.seconds(10, good);
    feed.seconds(2, nothing);
    feed.give({ type: 'anchors', anchors: [{ kind: 'tcp4', anchor: '198.51.100.9:443' }] });
    for (let tick = 0; tick < 40; tick += 1) {
      feed.wait(250);
      feed.give({ type: 'tick' });
    }
    expect(feed.story).toEqual([]);
    expect(feed.detector.health.icmp).toBe('unknown');
  });

  test('what worked here is exported and spares a later run the learning', () => {
    const first = new Feed(ANCHORS);
    first.give({ type: 'network', network: HOME });
    first.seconds(10, good);
    const availability = first.detector.exportAvailability();
    expect(availability).toEqual([{ network: 'home', kinds: expect.arrayContaining(['icmp4', 'tcp4']) }]);

    const second = new Feed(ANCHORS);
    second.give({ type: 'adopt', open: [], availability });
    second.give({ type: 'network', network: HOME });
    second.seconds(22, nothing);
    expect(second.story).toEqual(['total raised']);
    expect(second.detector.health.ipv4).toBe('down');
  });
});
