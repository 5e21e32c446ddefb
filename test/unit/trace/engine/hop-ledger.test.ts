import { expect, test } from 'vitest';
import { SAMPLES_KEPT } from '../../../../main/domain/model/trace.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import type { Instant } from '../../../../main/domain/outage/types.ts';
import { HopLedger } from '../../../../main/domain/trace/engine/hop-ledger.ts';
import type { Answered } from '../../../../main/domain/trace/types.ts';

const answer = (from: string, rttMs: number, changes: Partial<Answered> = {}): Answered => ({
  kind: 'ttl-exceeded',
  from,
  rttMs,
  code: 'ttl-exceeded',
  ttl: 60,
  quotedTtl: 1,
  translated: false,
  mtu: null,
  mpls: [],
  interfaces: [],
  ...changes,
});

const sentAt = (ms: number, clockMs = ms): Instant => ({ monoMs: monoMs(ms), wallMs: wallMs(clockMs) });

test('received, lost and in flight: loss is of the probes whose fate is known', () => {
  const ledger = new HopLedger(4);
  for (let probe = 0; probe < 6; probe += 1) ledger.noteSent();
  ledger.noteReceived(answer('10.0.0.4', 10), sentAt(1));
  ledger.noteReceived(answer('10.0.0.4', 14), sentAt(2));
  ledger.noteReceived(answer('10.0.0.9', 12), sentAt(3));
  ledger.noteLost(sentAt(4));
  const hop = ledger.hop();
  expect([hop.ttl, hop.sent, hop.received, hop.lossPercent, hop.reading]).toEqual([4, 6, 3, 25, 'unknown']);
  expect(hop.nodes.map((node) => `${node.address} ${node.received}`)).toEqual(['10.0.0.4 2', '10.0.0.9 1']);
  expect(hop.rttMs).toMatchObject({ last: 12, min: 10, mean: 12, max: 14, jitter: 3 });
  expect(hop.samples.map((sample) => sample.rttMs)).toEqual([10, 14, 12, null]);
});

test('nothing is known of a hop whose probes are all in flight', () => {
  const ledger = new HopLedger(1);
  ledger.noteSent();
  expect(ledger.hop()).toMatchObject({
    sent: 1,
    received: 0,
    lossPercent: null,
    interval95: null,
    rttMs: null,
  });
});

test('a late answer takes its loss back, but is no round trip of the hop', () => {
  const ledger = new HopLedger(1);
  ledger.noteSent();
  ledger.noteLost(sentAt(7));
  expect(ledger.hop().lossPercent).toBe(100);
  ledger.takeBackLost(answer('10.0.0.1', 2400), sentAt(7), true);
  const hop = ledger.hop();
  expect(hop).toMatchObject({ received: 0, late: 1, lossPercent: 0, rttMs: null });
  expect(hop.samples).toEqual([{ atMs: 7, rttMs: 2400 }]);
  expect(hop.nodes[0]).toMatchObject({ address: '10.0.0.1', received: 1, rttMs: null });
});

test('an answer to a probe that was only given up counts as received', () => {
  const ledger = new HopLedger(1);
  ledger.noteSent();
  ledger.noteLost(sentAt(7));
  ledger.takeBackLost(answer('10.0.0.1', 900), sentAt(7), false);
  expect(ledger.hop()).toMatchObject({ received: 1, late: 0, lossPercent: 0, rttMs: { last: 900 } });
});

test('samples are told in the order of sending, the latest of them', () => {
  const ledger = new HopLedger(1);
  for (let second = 0; second < SAMPLES_KEPT + 10; second += 1) {
    ledger.noteSent();
    // Two neighbours change places: answers come out of order.
    const sent = second % 2 === 0 ? second + 1 : second - 1;
    ledger.noteReceived(answer('10.0.0.1', sent), sentAt(sent));
  }
  const times = ledger.hop().samples.map((sample) => sample.atMs);
  expect(times).toEqual(Array.from({ length: SAMPLES_KEPT }, (_, index) => index + 10));
});

test('the clock is set back by an hour: the latest samples are still those sent last', () => {
  const ledger = new HopLedger(1);
  const hourMs = 3_600_000;
  for (let second = 0; second < SAMPLES_KEPT; second += 1)
    ledger.noteReceived(answer('10.0.0.1', 1), sentAt(second * 1000, hourMs + second * 1000));
  for (let second = SAMPLES_KEPT; second < SAMPLES_KEPT + 10; second += 1)
    ledger.noteReceived(answer('10.0.0.1', 2), sentAt(second * 1000));
  const { samples } = ledger.hop();
  expect(samples).toHaveLength(SAMPLES_KEPT);
  expect(samples.slice(-10).map((sample) => sample.rttMs)).toEqual(Array.from({ length: 10 }, () => 2));
  expect(samples.at(-1)?.atMs).toBe((SAMPLES_KEPT + 9) * 1000);
});

test('what a node tells of itself: kinds of answer, labels, interfaces, translation', () => {
  const ledger = new HopLedger(1);
  const label = { label: 16, trafficClass: 0, bottomOfStack: true, ttl: 1 };
  ledger.noteReceived(answer('10.0.0.1', 1, { mpls: [label], translated: true }), sentAt(1));
  ledger.noteReceived(answer('10.0.0.1', 1, { kind: 'unreachable', code: 'host-unreachable' }), sentAt(2));
  ledger.noteReceived(answer('10.0.0.1', 1, { kind: 'unreachable', code: null }), sentAt(3));
  const [node] = ledger.hop().nodes;
  expect(node).toMatchObject({ name: null, note: null, mpls: [label], interfaces: [], translated: true });
  expect(node?.answers).toEqual(['ttl-exceeded', 'host-unreachable', 'unreachable']);
});

test('of very many addresses the latest are kept, the figures count all', () => {
  const ledger = new HopLedger(1);
  for (let turn = 0; turn < 100; turn += 1) {
    ledger.noteSent();
    ledger.noteReceived(answer(`10.0.0.${turn}`, 1), sentAt(turn));
  }
  const hop = ledger.hop();
  expect(hop.received).toBe(100);
  expect(hop.nodes).toHaveLength(32);
  expect(hop.nodes.map((node) => node.address)).toContain('10.0.0.99');
  expect(hop.nodes.map((node) => node.address)).not.toContain('10.0.0.0');
});

test('a probe that never left is taken back', () => {
  const ledger = new HopLedger(1);
  ledger.noteSent();
  ledger.takeBackSent();
  expect(ledger.hop().sent).toBe(0);
});
