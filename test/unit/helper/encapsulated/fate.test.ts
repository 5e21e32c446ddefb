import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { addressBytes } from '../probe/bench.ts';
import { PathBench, unwrapped } from './path-bench.ts';

const NOTHING = { answer: null, code: null } as const;

describe('the fate of a packet in IP-in-IP', () => {
  test('answered by a hop: the event tells all, once', () => {
    const bench = new PathBench();
    const { id, packet } = bench.encapsulated(4, { ttl: 1 });
    bench.clock.advance(12.3456);
    bench.quote(unwrapped(packet, 1), '203.0.113.1');
    bench.clock.advance(LIMITS.timeoutMaxMs);
    expect(bench.take()).toEqual([
      {
        event: 'encapsulated',
        id,
        outcome: 'answered',
        answer: {
          ...{ kind: 'ttl-exceeded', from: '203.0.113.1', rttMs: 12.346, code: 'ttl-exceeded', ttl: 60 },
          ...{ quotedTtl: 1, translated: false, mtu: null, mpls: [], interfaces: [], layer: 1 },
        },
        code: null,
      },
    ]);
    expect(bench.idle).toBe(1);
  });

  test('come home', () => {
    const bench = new PathBench();
    const { id, packet } = bench.encapsulated(6, { via: [0, 1, 0], end: 3 });
    bench.comeHome(packet);
    expect(bench.take()).toMatchObject([
      {
        ...{ event: 'encapsulated', id, outcome: 'answered', code: null },
        answer: { kind: 'echo-reply', from: '2001:db8:2::4', code: null, layer: null, quotedTtl: null },
      },
    ]);
  });

  test('lost, late, then a duplicate, then nothing', () => {
    const bench = new PathBench();
    const { id, packet } = bench.encapsulated(4, { end: 2, timeoutMs: 500 });
    bench.clock.advance(500);
    expect(bench.take()).toEqual([{ event: 'encapsulated', id, outcome: 'lost', ...NOTHING }]);
    bench.clock.advance(1500);
    bench.comeHome(packet);
    bench.comeHome(packet);
    bench.clock.advance(LIMITS.lateWindowMs - 1999);
    bench.comeHome(packet);
    expect(bench.take()).toMatchObject([
      {
        event: 'encapsulated-again',
        id,
        kind: 'late',
        answer: { kind: 'echo-reply', rttMs: 2000, layer: null },
      },
      { event: 'encapsulated-again', id, kind: 'duplicate' },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 2, late: 1, duplicate: 1, unmatched: 1 });
  });

  test('the kernel refuses it, or takes it too late', () => {
    const bench = new PathBench();
    const refused = bench.queueEncapsulated(4, { size: 1500 });
    bench.deliverPacket(4, 'EMSGSIZE');
    const stalled = bench.queueEncapsulated(4);
    bench.clock.advance(LIMITS.sendStallMs);
    expect(bench.take()).toEqual([
      { event: 'encapsulated', id: refused, outcome: 'send-error', answer: null, code: 'EMSGSIZE' },
      { event: 'encapsulated', id: stalled, outcome: 'send-error', answer: null, code: 'EAGAIN' },
    ]);
    expect(bench.deliverPacket(4)).toBeNull();
  });

  test('this machine has another address by now: not sent, for the old one may be somebody else’s', () => {
    const bench = new PathBench();
    bench.sourceOf = (_, done) => done({ address: addressBytes('198.51.100.10') });
    const id = bench.queueEncapsulated(4);
    expect(bench.take()).toEqual([
      { event: 'encapsulated', id, outcome: 'send-error', answer: null, code: 'EADDRNOTAVAIL' },
    ]);
    expect(bench.channels[4].packets.queue).toEqual([]);
  });

  test('cancelled while the source is looked for, in the queue, under way', () => {
    const bench = new PathBench();
    const { sourceOf } = bench;
    let found = (): void => {};
    bench.sourceOf = (target, done) => {
      found = () => sourceOf(target, done);
    };
    const early = bench.queueEncapsulated(4);
    expect(bench.prober.cancel(early)).toBe(true);
    found();
    expect(bench.channels[4].packets.queue).toEqual([]);
    bench.sourceOf = sourceOf;
    const queued = bench.queueEncapsulated(4);
    expect(bench.prober.cancel(queued)).toBe(true);
    expect(bench.deliverPacket(4)).toBeNull();
    const { id, packet } = bench.encapsulated(4);
    expect(bench.prober.cancel(id)).toBe(true);
    expect(bench.prober.cancel(id)).toBe(false);
    bench.quote(packet, '203.0.113.1');
    expect(bench.take()).toEqual(
      [early, queued, id].map((own) => ({
        event: 'encapsulated',
        id: own,
        outcome: 'cancelled',
        ...NOTHING,
      })),
    );
    expect(bench.prober.counters).toMatchObject({ matched: 1, pending: 0 });
  });

  test('of a storm of answers so many are told, all are counted', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(4);
    for (let nth = 0; nth < 50; nth++) bench.quote(packet, '203.0.113.1');
    expect(bench.take().filter(({ event }) => event === 'encapsulated-again')).toHaveLength(
      LIMITS.againPerProbe,
    );
    expect(bench.prober.counters).toMatchObject({ matched: 50, duplicate: 49 });
  });
});
