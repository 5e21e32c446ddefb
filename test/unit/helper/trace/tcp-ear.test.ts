import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import { TCP_FLAG } from '../../../../helper/wire/tcp.ts';
import { Bench } from '../probe/bench.ts';

const SYN_ACK = TCP_FLAG.syn | TCP_FLAG.ack;
const TCP = { method: 'tcp', port: 80 } as const;

describe('TCP is listened to only while an answer may come', () => {
  test('from before the send to the answer of the last', () => {
    const bench = new Bench();
    const { listening } = bench.channels[4].packets;
    bench.queueProbe(TCP);
    expect(listening).toEqual([true]);
    const first = bench.deliverPacket();
    const { packet: second } = bench.probe(TCP);
    if (first !== null) bench.segment(first, SYN_ACK);
    expect(listening).toEqual([true]);
    bench.quote(second, '198.51.100.1');
    expect(listening).toEqual([true, false]);
    bench.probe(TCP);
    expect(listening).toEqual([true, false, true]);
  });

  test('each family for itself', () => {
    const bench = new Bench();
    bench.probe({ ...TCP, address: '2001:db8::1' });
    expect(bench.channels[6].packets.listening).toEqual([true]);
    expect(bench.channels[4].packets.listening).toEqual([]);
  });

  test.each([
    ['udp', 33_434],
    ['icmp', 0],
  ] as const)('not at all for %s', (method, port) => {
    const bench = new Bench();
    bench.probe({ method, port });
    expect(bench.channels[4].packets.listening).toEqual([]);
  });

  test('a lost one is listened for until its late window ends', () => {
    const bench = new Bench();
    const { listening } = bench.channels[4].packets;
    bench.probe({ ...TCP, timeoutMs: 500 });
    bench.clock.advance(LIMITS.lateWindowMs - 1);
    expect(listening).toEqual([true]);
    bench.clock.advance(1);
    expect(listening).toEqual([true, false]);
    expect(bench.clock.timers).toBe(0);
  });

  test('one with a timeout beyond the late window, until it is lost', () => {
    const bench = new Bench();
    const { listening } = bench.channels[4].packets;
    bench.probe({ ...TCP, timeoutMs: LIMITS.lateWindowMs + 5000 });
    bench.clock.advance(LIMITS.lateWindowMs + 4999);
    expect(listening).toEqual([true]);
    bench.clock.advance(1);
    expect(listening).toEqual([true, false]);
  });

  test('a cancelled one, and one that could not be sent, end it', () => {
    const bench = new Bench();
    const { listening } = bench.channels[4].packets;
    const { id } = bench.probe(TCP);
    bench.prober.cancel(id);
    expect(listening).toEqual([true, false]);
    bench.queueProbe(TCP);
    bench.deliverPacket(4, 'EPERM');
    expect(listening).toEqual([true, false, true, false]);
  });
});

describe('what waited in the socket while nobody listened', () => {
  test('tells nothing, since its time is unknown', () => {
    const bench = new Bench();
    const { id, packet } = bench.probe(TCP);
    bench.segment(packet, SYN_ACK);
    bench.clock.advance(3000);
    bench.probe(TCP);
    bench.take();
    bench.segment(packet, SYN_ACK);
    expect(bench.take()).toEqual([]);
    expect(bench.prober.knows(id)).toBe(true);
    expect(bench.prober.counters).toMatchObject({ matched: 1, duplicate: 0, unmatched: 1 });
  });
});
