import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../../helper/protocol/limits.ts';
import type { TrainCommand } from '../../../../helper/protocol/messages.ts';
import { parseIpv4 } from '../../../../helper/wire/ipv4.ts';
import { parseIpv6 } from '../../../../helper/wire/ipv6.ts';
import { isWireError, type WireError } from '../../../../helper/wire/wire-error.ts';
import { Bench, type SentPacket } from '../probe/bench.ts';

const sound = <T extends object>(value: T | WireError): T => {
  if (isWireError(value)) throw new Error(JSON.stringify(value));
  return value;
};

const part = (packet: SentPacket): Uint8Array =>
  packet.family === 4 ? sound(parseIpv4(packet.bytes)).payload : sound(parseIpv6(packet.bytes)).payload;

/** All fragments leave; what the far end then has. */
function sent(bench: Bench, change: Partial<TrainCommand> = {}) {
  const command = bench.trainCommand(change);
  const family = command.address.includes(':') ? 6 : 4;
  expect(bench.prober.train(command)).toBeNull();
  const packets: SentPacket[] = [];
  for (let index = 0; index < command.fragments; index++) {
    if (index > 0) bench.clock.advance(command.spacingMs);
    const packet = bench.deliverPacket(family);
    if (packet === null) throw new Error('not sent');
    packets.push(packet);
  }
  const [first] = packets;
  if (first === undefined) throw new Error('nothing was sent');
  const header = first.bytes.slice(0, family === 4 ? 20 : 40);
  const whole: SentPacket = {
    ...first,
    bytes: Uint8Array.from([...header, ...packets.flatMap((packet) => [...part(packet)])]),
  };
  return { id: command.id, packets, whole };
}

const NO_ANSWER = { event: 'train', answer: null };
const SOURCES = [
  [4, '192.0.2.1'],
  [6, '2001:db8::1'],
] as const;

describe('the fate of a train', () => {
  test.each(SOURCES)('IPv%i: one reply answers it, timed from the last fragment', (_, address) => {
    const bench = new Bench();
    const { id, whole } = sent(bench, { address });
    bench.clock.advance(12.3456);
    bench.echoBack(whole);
    bench.clock.advance(LIMITS.timeoutMaxMs);
    expect(bench.take()).toMatchObject([
      {
        ...{ event: 'train', id, outcome: 'answered', code: null },
        answer: { kind: 'echo-reply', from: address, rttMs: 12.346, fragmented: null },
      },
    ]);
    expect(bench.prober.counters).toMatchObject({ sent: 4, matched: 1, pending: 0 });
    expect(bench.idle).toBe(1);
  });

  test('fragments leave in order, each its spacing after the one before had left', () => {
    const bench = new Bench();
    bench.queueTrain({ fragments: 3, spacingMs: 100 });
    const { queue } = bench.channels[4].packets;
    bench.clock.advance(70);
    bench.deliverPacket();
    bench.clock.advance(99.9);
    expect(queue).toHaveLength(0);
    bench.clock.advance(0.1);
    expect(queue).toHaveLength(1);
    // The kernel takes it late: the next one is later too.
    bench.clock.advance(50);
    expect(queue).toHaveLength(1);
    bench.deliverPacket();
    bench.clock.advance(99.9);
    expect(queue).toHaveLength(0);
    bench.clock.advance(0.1);
    expect(queue).toHaveLength(1);
  });

  test('trains are under way side by side, and each gets its own reply', () => {
    const bench = new Bench();
    const ids = [bench.queueTrain({ fragments: 2 }), bench.queueTrain({ fragments: 2 })];
    const first = [bench.deliverPacket(), bench.deliverPacket()];
    bench.clock.advance(100);
    const second = [bench.deliverPacket(), bench.deliverPacket()];
    for (const index of [1, 0]) {
      const [a, b] = [first[index], second[index]];
      if (!a || !b) throw new Error('not sent');
      bench.echoBack({ ...a, bytes: Uint8Array.from([...a.bytes, ...part(b)]) });
    }
    expect(bench.take()).toMatchObject([
      { id: ids[1], outcome: 'answered' },
      { id: ids[0], outcome: 'answered' },
    ]);
  });

  test('lost at its timeout after the last fragment, then late, then a duplicate', () => {
    const bench = new Bench();
    const { id, whole } = sent(bench, { timeoutMs: 10, spacingMs: 1000 });
    bench.clock.advance(9.9);
    expect(bench.take()).toEqual([]);
    bench.clock.advance(0.1);
    expect(bench.take()).toEqual([{ ...NO_ANSWER, id, outcome: 'lost', code: null }]);
    bench.echoBack(whole);
    bench.echoBack(whole);
    bench.clock.advance(LIMITS.lateWindowMs);
    bench.echoBack(whole);
    expect(bench.take()).toMatchObject([
      { event: 'train-again', id, kind: 'late' },
      { event: 'train-again', id, kind: 'duplicate' },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 2, unmatched: 1 });
  });

  test('the kernel refuses a fragment: told, and no further one is sent', () => {
    const bench = new Bench();
    const id = bench.queueTrain();
    bench.deliverPacket();
    bench.clock.advance(100);
    bench.deliverPacket(4, 'EPERM');
    bench.clock.advance(10_000);
    expect(bench.take()).toEqual([{ ...NO_ANSWER, id, outcome: 'send-error', code: 'EPERM' }]);
    expect(bench.channels[4].packets.queue).toEqual([]);
    expect(bench.prober.knows(id)).toBe(false);
  });

  test('the kernel does not take a fragment in time', () => {
    const bench = new Bench();
    const id = bench.queueTrain();
    bench.deliverPacket();
    bench.clock.advance(100 + LIMITS.sendStallMs);
    expect(bench.deliverPacket()).toBeNull();
    expect(bench.take()).toEqual([{ ...NO_ANSWER, id, outcome: 'send-error', code: 'EAGAIN' }]);
  });

  test('no route: nothing is sent', () => {
    const bench = new Bench();
    bench.noRoute = 'ENETUNREACH';
    const id = bench.queueTrain();
    expect(bench.take()).toMatchObject([{ id, outcome: 'send-error', code: 'ENETUNREACH' }]);
    expect(bench.channels[4].packets.queue).toEqual([]);
  });

  test('cancelled under way: the rest stays here', () => {
    const bench = new Bench();
    const id = bench.queueTrain();
    bench.deliverPacket();
    expect(bench.prober.cancel(id)).toBe(true);
    bench.clock.advance(10_000);
    expect(bench.channels[4].packets.queue).toEqual([]);
    expect(bench.take()).toMatchObject([{ id, outcome: 'cancelled' }]);
    expect(bench.prober.counters).toMatchObject({ sent: 1, pending: 0 });
  });

  test.each(SOURCES)('IPv%i: an error about an early fragment ends it at once', (family, address) => {
    const bench = new Bench();
    const id = bench.queueTrain({ address });
    const first = bench.deliverPacket(family);
    if (first === null) throw new Error('not sent');
    bench.clock.advance(5);
    bench.quote(first, family === 4 ? '198.51.100.1' : '2001:db8:9::1');
    bench.clock.advance(10_000);
    expect(bench.channels[family].packets.queue).toEqual([]);
    expect(bench.take()).toMatchObject([
      { id, outcome: 'answered', answer: { kind: 'ttl-exceeded', fragmented: true, rttMs: 5 } },
    ]);
  });

  test.each(SOURCES)('IPv%i: an error about a later fragment is timed from that', (family, address) => {
    const bench = new Bench();
    const { id, packets } = sent(bench, { address });
    const [, , third] = packets;
    if (third === undefined) throw new Error('not sent');
    bench.quote(third, family === 4 ? '198.51.100.1' : '2001:db8:9::1');
    expect(bench.take()).toMatchObject([{ id, answer: { fragmented: true, rttMs: 100, translated: null } }]);
  });

  test.each(SOURCES)('IPv%i: what was put together on the way is told as such', (family, address) => {
    const bench = new Bench();
    const { id, whole } = sent(bench, { address });
    bench.quote(whole, family === 4 ? '198.51.100.1' : '2001:db8:9::1', {
      change: (quoted) => {
        if (family === 4) quoted.fill(0, 6, 8);
        else quoted[6] = 58;
      },
    });
    expect(bench.take()).toMatchObject([{ id, answer: { fragmented: false, rttMs: 0 } }]);
  });
});

describe('what is no answer', () => {
  const changes: readonly (readonly [string, (message: Uint8Array) => void])[] = [
    ['another id', (message) => message.fill(1, 4, 6)],
    ['another sequence number', (message) => message.fill(1, 6, 8)],
    ['another token', (message) => message.fill(1, 8, 9)],
  ];
  test.each(
    SOURCES.flatMap(([, address]) => changes.map(([name, change]) => [address, name, change] as const)),
  )('%s: a reply with %s', (address, _, change) => {
    const bench = new Bench();
    const { whole } = sent(bench, { address });
    bench.echoBack(whole, { change });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 1, pending: 1 });
  });

  test('a reply from somebody else, or cut within the token', () => {
    const bench = new Bench();
    const { whole } = sent(bench);
    bench.echoBack(whole, { from: '192.0.2.2' });
    bench.echoBack({ ...whole, bytes: whole.bytes.slice(0, 20 + 8 + 13) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 2, pending: 1 });
  });

  test('a reply before all has left: it answers something else', () => {
    const bench = new Bench();
    bench.queueTrain();
    const first = bench.deliverPacket();
    if (first === null) throw new Error('not sent');
    bench.echoBack({ ...first, bytes: Uint8Array.from([...first.bytes, ...new Uint8Array(48)]) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 1, pending: 1 });
  });

  test.each([
    ['source', 12],
    ['IP-ID', 4],
    ['destination', 16],
    ['offset', 6],
    ['protocol', 9],
  ])('an error about a middle fragment with another %s', (_, at) => {
    const bench = new Bench();
    const { packets } = sent(bench);
    const [, second] = packets;
    if (second === undefined) throw new Error('not sent');
    bench.quote(second, '198.51.100.1', {
      change: (quoted) => {
        quoted[at] = (quoted[at] ?? 0) ^ 0x11;
      },
    });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 1, pending: 1 });
  });
});

describe('limits', () => {
  test('each fragment counts against the rate; a train that does not fit is refused whole', () => {
    const bench = new Bench([4], { trainPacketBurst: 10 });
    bench.queueTrain({ fragments: 8 });
    const refusal = { code: 'rate-limited', message: 'at most 500 packets of trains a second' };
    expect(bench.prober.train(bench.trainCommand({ fragments: 3 }))).toEqual(refusal);
    bench.queueTrain({ fragments: 2 });
    expect(bench.prober.train(bench.trainCommand({ fragments: 1 }))).toEqual(refusal);
    bench.clock.advance(2.01);
    bench.queueTrain({ fragments: 1 });
    expect(bench.prober.train(bench.trainCommand({ fragments: 1 }))).toEqual(refusal);
  });

  test('echoes and probes have rates of their own', () => {
    const bench = new Bench([4], { trainPacketBurst: 1, rateBurst: 1, probeRateBurst: 1 });
    bench.queueTrain({ fragments: 1 });
    bench.queue();
    bench.queueProbe();
    expect(bench.prober.counters.pending).toBe(3);
  });

  test('outstanding: at the bound and past it', () => {
    const bench = new Bench([4], { trainOutstanding: 2 });
    bench.queueTrain();
    const id = bench.queueTrain();
    const refused = { code: 'too-many-outstanding', message: '2 trains are pending' };
    expect(bench.prober.train(bench.trainCommand())).toEqual(refused);
    bench.prober.cancel(id);
    bench.queueTrain();
    expect(bench.prober.train(bench.trainCommand())).toEqual(refused);
  });

  test.each([
    [4, 1000, null],
    [8, 428, null],
    [5, 1000, 'out-of-range'],
    [8, 429, 'out-of-range'],
  ])('%i fragments %i ms apart: %s', (fragments, spacingMs, code) => {
    const bench = new Bench();
    const refusal = bench.prober.train(bench.trainCommand({ fragments, spacingMs }));
    expect(refusal?.code ?? null).toBe(code);
  });

  test('no socket for the family, or no address that may be probed', () => {
    const bench = new Bench([4]);
    expect(bench.prober.train(bench.trainCommand({ address: '2001:db8::1' }))?.code).toBe(
      'family-unavailable',
    );
    expect(bench.prober.train(bench.trainCommand({ address: '224.0.0.1' }))?.code).toBe('out-of-range');
  });
});
