import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { Bench } from './bench.ts';

const echoEvent = (id: number, rest: Record<string, unknown>) => ({
  event: 'echo',
  id,
  rttMs: null,
  from: null,
  ttl: null,
  code: null,
  ...rest,
});

describe('an echo', () => {
  test('goes out as asked', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address: '192.0.2.1', size: 100, ttl: 9 });
    expect(echo).toMatchObject({ address: '192.0.2.1', ttl: 9 });
    expect(echo.payload.length).toBe(100);
    expect(new Set(echo.payload.subarray(0, 16)).size).toBeGreaterThan(1);
    expect([...echo.payload.subarray(16)].every((byte) => byte === 0)).toBe(true);
  });

  test('answered: the round trip runs from the send, not from the command', () => {
    const bench = new Bench();
    const id = bench.queue();
    bench.clock.advance(30);
    const echo = bench.deliver();
    bench.clock.advance(12.3456789);
    if (echo !== null) bench.reply(echo);
    expect(bench.take()).toEqual([
      echoEvent(id, { outcome: 'reply', rttMs: 12.346, from: '192.0.2.1', ttl: 57 }),
    ]);
    expect(bench.prober.counters).toMatchObject({ sent: 1, received: 1, matched: 1, pending: 0 });
    expect(bench.clock.timers).toBe(0);
  });

  test('answered over IPv6: no hop limit is known', () => {
    const bench = new Bench();
    const { id, echo } = bench.send({ address: '2001:db8::1' });
    bench.reply(echo);
    expect(bench.take()).toEqual([echoEvent(id, { outcome: 'reply', rttMs: 0, from: '2001:db8::1' })]);
  });

  test('a link-local answer carries the zone that was asked', () => {
    const bench = new Bench();
    const { echo } = bench.send({ address: 'fe80::1%eth0' });
    expect(echo.address).toBe('fe80::1%eth0');
    bench.reply(echo);
    expect(bench.take()).toMatchObject([{ outcome: 'reply', from: 'fe80::1%eth0' }]);
  });

  test('lost, not before its timeout counted from the send', () => {
    const bench = new Bench();
    const id = bench.queue({ timeoutMs: 500 });
    bench.clock.advance(400);
    bench.deliver();
    bench.clock.advance(499);
    expect(bench.take()).toEqual([]);
    bench.clock.advance(1);
    expect(bench.take()).toEqual([echoEvent(id, { outcome: 'lost' })]);
    expect(bench.idle).toBe(1);
  });

  test('a timer that fires early is set again', () => {
    const bench = new Bench();
    bench.clock.earlyMs = 0.7;
    bench.send({ timeoutMs: 500 });
    bench.clock.advance(499.5);
    expect(bench.take()).toEqual([]);
    expect(bench.clock.earlyMs).toBe(0);
    bench.clock.advance(0.5);
    expect(bench.take()).toMatchObject([{ outcome: 'lost' }]);
  });

  test('late, then duplicates up to their bound', () => {
    const bench = new Bench();
    const { id, echo } = bench.send({ timeoutMs: 100 });
    bench.clock.advance(250);
    bench.reply(echo);
    for (let i = 0; i < LIMITS.duplicatesPerEcho + 3; i++) bench.reply(echo);
    const [lost, late, ...duplicates] = bench.take();
    expect(lost).toMatchObject({ event: 'echo', outcome: 'lost' });
    expect(late).toEqual({ event: 'late', id, rttMs: 250, from: '192.0.2.1' });
    expect(duplicates).toHaveLength(LIMITS.duplicatesPerEcho);
    expect(duplicates[0]).toEqual({ event: 'duplicate', id, rttMs: 250, from: '192.0.2.1' });
    expect(bench.prober.counters).toMatchObject({ late: 1, duplicate: LIMITS.duplicatesPerEcho + 3 });
  });

  test('the late window ends, to the millisecond, and counts from the send', () => {
    const bench = new Bench();
    const { echo } = bench.send({ timeoutMs: 100 });
    bench.clock.advance(LIMITS.lateWindowMs);
    bench.reply(echo);
    expect(bench.take().at(-1)).toMatchObject({ event: 'late', rttMs: LIMITS.lateWindowMs });
    const { echo: other } = bench.send({ timeoutMs: 100 });
    bench.clock.advance(LIMITS.lateWindowMs + 1);
    bench.reply(other);
    expect(bench.take()).toMatchObject([{ event: 'echo', outcome: 'lost' }]);
    expect(bench.prober.counters.unmatched).toBe(1);
  });

  test('a timeout longer than the late window still holds', () => {
    const bench = new Bench();
    const { echo } = bench.send({ timeoutMs: LIMITS.timeoutMaxMs });
    bench.clock.advance(LIMITS.timeoutMaxMs - 1);
    bench.reply(echo);
    expect(bench.take()).toMatchObject([{ outcome: 'reply', rttMs: LIMITS.timeoutMaxMs - 1 }]);
  });
});

describe('ICMP errors', () => {
  test.each([
    [3, 0, 'unreachable', 'net-unreachable'],
    [3, 1, 'unreachable', 'host-unreachable'],
    [3, 3, 'unreachable', 'port-unreachable'],
    [3, 4, 'unreachable', 'fragmentation-needed'],
    [3, 13, 'unreachable', 'admin-prohibited'],
    [3, 99, 'unreachable', 'unreachable-code-99'],
    [11, 0, 'ttl-exceeded', 'ttl-exceeded'],
    [11, 1, 'ttl-exceeded', 'reassembly-timeout'],
    [12, 0, 'unreachable', 'erroneous-header'],
  ])('ICMP type %i code %i: %s, %s', (type, code, outcome, name) => {
    const bench = new Bench();
    const { id, echo } = bench.send();
    bench.clock.advance(3);
    bench.error(echo, '198.51.100.1', { type, code });
    expect(bench.take()).toEqual([
      echoEvent(id, { outcome, rttMs: 3, from: '198.51.100.1', ttl: 60, code: name }),
    ]);
  });

  test.each([
    [1, 0, 'unreachable', 'no-route'],
    [1, 1, 'unreachable', 'admin-prohibited'],
    [1, 3, 'unreachable', 'address-unreachable'],
    [2, 0, 'unreachable', 'packet-too-big'],
    [3, 0, 'ttl-exceeded', 'hop-limit-exceeded'],
    [4, 1, 'unreachable', 'unrecognized-next-header'],
  ])('ICMPv6 type %i code %i: %s, %s', (type, code, outcome, name) => {
    const bench = new Bench();
    const { id, echo } = bench.send({ address: '2001:db8::1' });
    bench.error(echo, '2001:db8::fe', { type, code });
    expect(bench.take()).toEqual([echoEvent(id, { outcome, rttMs: 0, from: '2001:db8::fe', code: name })]);
  });

  test.each([4, 5])('ICMP type %i is advice, no answer', (type) => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.error(echo, '198.51.100.1', { type, code: 0 });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters.unmatched).toBe(1);
  });

  test('a quote of 8 bytes is enough, and one filled up with zeros', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    bench.error(echo, '198.51.100.1', { quotedBytes: 8 });
    const { echo: other } = bench.send();
    bench.error(other, '198.51.100.1', { change: (quoted) => quoted.fill(0, 28) });
    expect(bench.take()).toMatchObject([{ outcome: 'unreachable' }, { outcome: 'unreachable' }]);
  });

  test('a reply after an error takes it back, an error after a reply does not', () => {
    const bench = new Bench();
    const { id, echo } = bench.send();
    bench.error(echo, '198.51.100.1');
    bench.reply(echo);
    bench.error(echo, '198.51.100.1');
    bench.reply(echo);
    expect(bench.take()).toMatchObject([
      { event: 'echo', id, outcome: 'unreachable' },
      { event: 'late', id },
      { event: 'duplicate', id },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 4, unmatched: 0 });
  });

  test('an error that comes late is only counted', () => {
    const bench = new Bench();
    const { echo } = bench.send({ timeoutMs: 100 });
    bench.clock.advance(100);
    bench.error(echo, '198.51.100.1');
    expect(bench.take()).toMatchObject([{ outcome: 'lost' }]);
    expect(bench.prober.counters).toMatchObject({ matched: 1, late: 0 });
  });
});
