import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { TCP_FLAG } from '../../../../helper/wire/tcp.ts';
import { Bench } from '../probe/bench.ts';

describe('the fate of a probe', () => {
  test('answered: the event tells all, once', () => {
    const bench = new Bench();
    const { id, packet } = bench.probe();
    bench.clock.advance(12.3456);
    bench.quote(packet, '198.51.100.1');
    bench.clock.advance(LIMITS.timeoutMaxMs);
    expect(bench.take()).toEqual([
      {
        event: 'probe',
        id,
        outcome: 'answered',
        answer: {
          ...{ kind: 'ttl-exceeded', from: '198.51.100.1', rttMs: 12.346, code: 'ttl-exceeded', ttl: 60 },
          ...{ quotedTtl: 5, translated: false, mtu: null, mpls: [], interfaces: [] },
        },
        code: null,
      },
    ]);
    expect(bench.idle).toBe(1);
  });

  test('lost at its timeout, late within the window, then a duplicate, then nothing', () => {
    const bench = new Bench();
    const { id, packet } = bench.probe({ method: 'icmp', port: 0, timeoutMs: 500 });
    bench.clock.advance(499);
    expect(bench.take()).toEqual([]);
    bench.clock.advance(1);
    expect(bench.take()).toEqual([{ event: 'probe', id, outcome: 'lost', answer: null, code: null }]);
    bench.clock.advance(1500);
    bench.quote(packet, '198.51.100.1');
    bench.echoBack(packet);
    bench.clock.advance(LIMITS.lateWindowMs - 1999);
    bench.echoBack(packet);
    expect(bench.take()).toMatchObject([
      { event: 'probe-again', id, kind: 'late', answer: { kind: 'ttl-exceeded', rttMs: 2000 } },
      { event: 'probe-again', id, kind: 'duplicate', answer: { kind: 'echo-reply' } },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 2, late: 1, duplicate: 1, unmatched: 1 });
  });

  test('of a storm of duplicates so many are told, all are counted', () => {
    const bench = new Bench();
    const { packet } = bench.probe();
    for (let i = 0; i < 50; i++) bench.quote(packet, '198.51.100.1');
    expect(bench.take().filter(({ event }) => event === 'probe-again')).toHaveLength(LIMITS.againPerProbe);
    expect(bench.prober.counters).toMatchObject({ matched: 50, duplicate: 49 });
  });

  test('the kernel refuses it, or takes it too late', () => {
    const bench = new Bench();
    const refused = bench.queueProbe({ size: 1500 });
    bench.deliverPacket(4, 'EMSGSIZE');
    const stalled = bench.queueProbe();
    bench.clock.advance(LIMITS.sendStallMs);
    expect(bench.deliverPacket()).toBeNull();
    const none = { event: 'probe', outcome: 'send-error', answer: null };
    expect(bench.take()).toEqual([
      { ...none, id: refused, code: 'EMSGSIZE' },
      { ...none, id: stalled, code: 'EAGAIN' },
    ]);
    expect(bench.prober.counters).toMatchObject({ sent: 0, pending: 0 });
  });

  test('without a route to the target it is not sent, and the errno says why', () => {
    const bench = new Bench();
    bench.noRoute = 'ENETUNREACH';
    const id = bench.queueProbe();
    expect(bench.take()).toMatchObject([{ id, outcome: 'send-error', code: 'ENETUNREACH' }]);
    expect(bench.channels[4].packets.queue).toEqual([]);
    expect(bench.prober.knows(id)).toBe(false);
  });

  test('cancelled before and after the send; what comes nevertheless is only counted', () => {
    const bench = new Bench();
    const queued = bench.queueProbe();
    expect(bench.prober.cancel(queued)).toBe(true);
    expect(bench.deliverPacket()).toBeNull();
    const { id, packet } = bench.probe();
    expect(bench.prober.cancel(id)).toBe(true);
    expect(bench.prober.cancel(id)).toBe(false);
    bench.quote(packet, '198.51.100.1');
    expect(bench.take()).toMatchObject([
      { id: queued, outcome: 'cancelled', answer: null, code: null },
      { id, outcome: 'cancelled' },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 1, duplicate: 0, late: 0, pending: 0 });
  });

  test('an echo and a probe of one id cannot be told apart: the id is known', () => {
    const bench = new Bench();
    const { id } = bench.probe();
    expect(bench.prober.knows(id)).toBe(true);
    bench.clock.advance(LIMITS.lateWindowMs + 1);
    expect(bench.prober.knows(id)).toBe(false);
  });

  test('idle only when neither echoes nor probes are pending', () => {
    const bench = new Bench();
    const { echo } = bench.send();
    const { packet } = bench.probe();
    bench.reply(echo);
    expect(bench.idle).toBe(0);
    bench.quote(packet, '198.51.100.1');
    expect(bench.idle).toBe(1);
  });
});

describe('limits', () => {
  test('outstanding: at the bound and past it, apart from echoes', () => {
    const bench = new Bench([4, 6], { probeRateBurst: 5000 });
    for (let i = 0; i < LIMITS.probeOutstanding; i++) {
      bench.queueProbe({ address: i % 2 ? '2001:db8::1' : '192.0.2.1' });
    }
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject({ code: 'too-many-outstanding' });
    expect(bench.prober.echo(bench.command())).toBeNull();
    const packet = bench.deliverPacket();
    if (packet !== null) bench.quote(packet, '198.51.100.1');
    expect(bench.prober.probe(bench.probeCommand())).toBeNull();
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject({ code: 'too-many-outstanding' });
  });

  test('rate: a bucket of their own, so that neither starves the other', () => {
    const bench = new Bench();
    for (let i = 0; i < LIMITS.probeRateBurst; i++) bench.queueProbe();
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject({ code: 'rate-limited' });
    for (let i = 0; i < LIMITS.rateBurst; i++) bench.queue();
    expect(bench.prober.echo(bench.command())).toMatchObject({ code: 'rate-limited' });
    bench.clock.advance(1000 / LIMITS.probeRatePerSecond + 0.01);
    expect(bench.prober.probe(bench.probeCommand())).toBeNull();
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject({ code: 'rate-limited' });
  });

  test.each([
    ['icmp', 1],
    ['udp', 0],
    ['tcp', 0],
  ] as const)('%s has no port %i; the refusal costs nothing', (method, port) => {
    const bench = new Bench([4], { probeRateBurst: 1 });
    const command = bench.probeCommand({ method, port });
    expect(bench.prober.probe(command)).toMatchObject({ code: 'out-of-range' });
    expect(bench.prober.probe(bench.probeCommand())).toBeNull();
  });

  test('no socket for the family, or none for whole packets', () => {
    const only4 = new Bench([4]);
    const unavailable = { code: 'family-unavailable' };
    expect(only4.prober.probe(only4.probeCommand({ address: '2001:db8::1' }))).toMatchObject(unavailable);
    expect(only4.prober.canProbe).toBe(true);
    const bench = new Bench([]);
    const { send, close } = bench.channels[4];
    bench.prober.use({ family: 4, packets: null, send, close });
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject(unavailable);
    expect(bench.prober.canProbe).toBe(false);
  });

  test('an address that is no target is refused here too', () => {
    const bench = new Bench();
    const refusal = bench.prober.probe(bench.probeCommand({ address: '224.0.0.1' }));
    expect(refusal).toMatchObject({ code: 'out-of-range' });
  });

  test('when no free key is found the probe is refused, and nothing is left behind', () => {
    const bench = new Bench([4], { probeRateBurst: 5000 });
    // A generator that has only one thing to say.
    bench.random = (length) => new Uint8Array(length).fill(7);
    bench.probe();
    expect(bench.prober.probe(bench.probeCommand())).toMatchObject({ code: 'too-many-outstanding' });
    expect(bench.prober.probe(bench.probeCommand({ address: '192.0.2.2' }))).toBeNull();
    expect(bench.prober.counters.pending).toBe(2);
  });
});

describe('TCP of other programs', () => {
  test('is not even counted', () => {
    const bench = new Bench();
    const { packet } = bench.probe({ method: 'tcp', port: 80 });
    const before = bench.prober.counters;
    for (const flags of [TCP_FLAG.ack, TCP_FLAG.syn, TCP_FLAG.fin | TCP_FLAG.ack, TCP_FLAG.psh]) {
      bench.segment(packet, flags);
    }
    for (const destinationPort of [60_999, 61_000 + LIMITS.flowMax + 1, 443]) {
      bench.segment(packet, TCP_FLAG.syn | TCP_FLAG.ack, { destinationPort });
    }
    expect(bench.prober.counters).toEqual(before);
    expect(bench.take()).toEqual([]);
  });
});
