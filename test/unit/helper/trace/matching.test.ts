import { describe, expect, test } from 'vitest';
import type { ProbeMethod } from '../../../../helper/protocol/messages.ts';
import { emitInterfaceInformation } from '../../../../helper/wire/extension/interface-information.ts';
import { emitMplsStack } from '../../../../helper/wire/extension/mpls.ts';
import type { RawObject } from '../../../../helper/wire/extension/object.ts';
import { TCP_FLAG } from '../../../../helper/wire/tcp.ts';
import { addressBytes, Bench, type QuoteChanges, type SentPacket } from '../probe/bench.ts';

const TARGET = { 4: '192.0.2.1', 6: '2001:db8:2::1' } as const;
const ROUTER = { 4: '198.51.100.1', 6: '2001:db8:1::1' } as const;
const PORT = { udp: 33_434, icmp: 0, tcp: 80 } as const;
const FAMILIES = [4, 6] as const;
const METHODS = ['udp', 'icmp', 'tcp'] as const;
const CASES = METHODS.flatMap((method) => FAMILIES.map((family) => [method, family] as const));

const sent = (bench: Bench, method: ProbeMethod, family: 4 | 6) =>
  bench.probe({ method, address: TARGET[family], port: PORT[method] });

/** What became of one quote: its answer, or `unmatched`, `malformed`. */
function fate(method: ProbeMethod, family: 4 | 6, change: QuoteChanges) {
  const bench = new Bench();
  const { packet } = sent(bench, method, family);
  bench.quote(packet, ROUTER[family], change);
  const [event] = bench.take();
  const { matched, unmatched, malformed } = bench.prober.counters;
  expect(matched + unmatched + malformed).toBe(1);
  if (event?.event === 'probe') return event.answer;
  return unmatched === 1 ? 'unmatched' : 'malformed';
}

const headerOf = (family: 4 | 6): number => (family === 4 ? 20 : 40);
/** Changes bytes of the quote, counted from the header of the upper layer. */
const above = (family: 4 | 6, changes: Readonly<Record<number, number>>) => (quoted: Uint8Array) => {
  for (const [at, value] of Object.entries(changes)) quoted[headerOf(family) + Number(at)] = value;
};

describe.each(CASES)('%s over IPv%i', (method, family) => {
  test.each([8, 28, 1500])('an error that quotes %i bytes is its answer', (quotedBytes) => {
    expect(fate(method, family, { quotedBytes })).toMatchObject({
      kind: 'ttl-exceeded',
      from: ROUTER[family],
      code: family === 4 ? 'ttl-exceeded' : 'hop-limit-exceeded',
      quotedTtl: 5,
      translated: method === 'tcp' && quotedBytes === 8 ? null : false,
    });
  });

  test('seven bytes are too few', () => {
    expect(fate(method, family, { quotedBytes: 7 })).toBe('unmatched');
  });

  test('a quote that ends within the IP header is malformed', () => {
    expect(fate(method, family, { quotedBytes: -1 })).toBe('malformed');
  });

  test('to another target, or in another protocol, it is none of ours', () => {
    const last = family === 4 ? 19 : 39;
    const protocol = family === 4 ? 9 : 6;
    for (const at of [last, protocol]) {
      const change = (quoted: Uint8Array): void => {
        quoted[at] = (quoted[at] ?? 0) ^ 1;
      };
      expect(fate(method, family, { change })).toBe('unmatched');
    }
  });

  test('filled up with zeros behind eight bytes it counts, as some routers do', () => {
    const change = (quoted: Uint8Array): void => {
      quoted.fill(0, headerOf(family) + 8);
    };
    expect(fate(method, family, { change })).toMatchObject({ kind: 'ttl-exceeded' });
  });

  test('unreachable: code, MTU', () => {
    const [type, code] = family === 4 ? [3, 4] : [2, 0];
    expect(fate(method, family, { type, code, mtu: 1280 })).toMatchObject({
      kind: 'unreachable',
      code: family === 4 ? 'fragmentation-needed' : 'packet-too-big',
      mtu: 1280,
    });
    const [prohibited, by] = family === 4 ? [3, 13] : [1, 1];
    expect(fate(method, family, { type: prohibited, code: by })).toMatchObject({
      kind: 'unreachable',
      code: 'admin-prohibited',
      mtu: null,
    });
  });

  test('from another source: ours, and a translator is on the way', () => {
    const change = (quoted: Uint8Array): void => quoted.set([203, 0], family === 4 ? 12 : 8);
    expect(fate(method, family, { change, quotedBytes: 8 })).toMatchObject({ translated: true });
  });

  test('an echo of the monitor to the same target is left alone', () => {
    const bench = new Bench();
    const { id, echo } = bench.send({ address: TARGET[family] });
    sent(bench, method, family);
    bench.reply(echo);
    expect(bench.take()).toMatchObject([{ event: 'echo', id, outcome: 'reply' }]);
  });
});

describe('a translator on the way', () => {
  test('UDP over IPv4: the IP-ID is the key when the checksum is another', () => {
    const change = above(4, { 6: 0x12, 7: 0x34 });
    expect(fate('udp', 4, { change, quotedBytes: 8 })).toMatchObject({ translated: true });
  });

  test('UDP over IPv6: the token must tell when the checksum is another', () => {
    const change = above(6, { 6: 0x12, 7: 0x34 });
    expect(fate('udp', 6, { change, quotedBytes: 8 })).toBe('unmatched');
    expect(fate('udp', 6, { change, quotedBytes: 15 })).toBe('unmatched');
    expect(fate('udp', 6, { change, quotedBytes: 16 })).toMatchObject({ translated: true });
  });

  test.each(FAMILIES)('ICMP over IPv%i: the sequence number is the key', (family) => {
    const change = above(family, { 2: 0x12, 3: 0x34 });
    expect(fate('icmp', family, { change, quotedBytes: 8 })).toMatchObject({ translated: true });
  });

  test.each(FAMILIES)('TCP over IPv%i: the checksum is seen where it is quoted', (family) => {
    const change = above(family, { 16: 0x12, 17: 0x34 });
    expect(fate('tcp', family, { change, quotedBytes: 17 })).toMatchObject({ translated: null });
    expect(fate('tcp', family, { change, quotedBytes: 18 })).toMatchObject({ translated: true });
  });

  test.each([
    ['udp', { 0: 0x12 }, 'unmatched'],
    ['icmp', { 4: 0x12 }, 'unmatched'],
    ['tcp', { 0: 0x12 }, { translated: true }],
  ] as const)('%s: another source port or id needs proof', (method, changes, bare) => {
    for (const family of FAMILIES) {
      const change = above(family, changes);
      const without = fate(method, family, { change, quotedBytes: 8 });
      if (bare === 'unmatched') expect(without).toBe('unmatched');
      else expect(without).toMatchObject(bare);
      expect(fate(method, family, { change })).toMatchObject({ translated: true });
    }
  });
});

describe('an IP-ID that was changed on the way, as translators between IPv4 and IPv6 do', () => {
  const changes = [4, 5].map((at) => (quoted: Uint8Array): void => {
    quoted[at] = (quoted[at] ?? 0) ^ 1;
  });

  test.each(['udp', 'icmp'] as const)('%s over IPv4: the token must tell', (method) => {
    for (const change of changes) {
      expect(fate(method, 4, { change, quotedBytes: 8 })).toBe('unmatched');
      expect(fate(method, 4, { change, quotedBytes: 15 })).toBe('unmatched');
      expect(fate(method, 4, { change, quotedBytes: 16 })).toMatchObject({ translated: false });
    }
  });

  test('tcp over IPv4: the sequence number tells', () => {
    for (const change of changes)
      expect(fate('tcp', 4, { change, quotedBytes: 8 })).toMatchObject({ kind: 'ttl-exceeded' });
  });
});

describe('never guessed at', () => {
  test.each([
    ['udp', 2, 'the destination port'],
    ['udp', 5, 'the length'],
    ['udp', 8, 'the token'],
    ['icmp', 0, 'the type'],
    ['icmp', 6, 'the sequence number'],
    ['icmp', 8, 'the token'],
    ['tcp', 2, 'the destination port'],
    ['tcp', 4, 'the sequence number'],
  ] as const)('%s: byte %i, %s', (method, at, _) => {
    for (const family of FAMILIES) {
      const change = above(family, { [at]: 0x99 });
      expect(fate(method, family, { change })).toBe('unmatched');
    }
  });

  test('an echo request of the other family’s ICMP', () => {
    const change = (quoted: Uint8Array): void => {
      quoted[9] = 58;
      quoted[20] = 128;
    };
    expect(fate('icmp', 4, { change })).toBe('unmatched');
  });

  test('advice and answers to somebody else', () => {
    expect(fate('udp', 4, { type: 4, code: 0 })).toBe('unmatched');
    expect(fate('udp', 4, { type: 5, code: 1 })).toBe('unmatched');
  });

  test('a quote before the probe was sent', () => {
    const bench = new Bench();
    bench.queueProbe();
    const [queued] = bench.channels[4].packets.queue;
    if (queued !== undefined) bench.quote(queued.packet, ROUTER[4]);
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 1 });
  });
});

describe('answers of the target', () => {
  test.each(FAMILIES)('an echo reply over IPv%i, with our id and the whole token, from there', (family) => {
    const bench = new Bench();
    const { id, packet } = sent(bench, 'icmp', family);
    bench.echoBack(packet, { from: ROUTER[family] });
    for (const at of [4, 6, 8, 21]) {
      bench.echoBack(packet, {
        change: (message) => {
          message[at] = (message[at] ?? 0) ^ 1;
        },
      });
    }
    expect(bench.take()).toEqual([]);
    bench.echoBack(packet);
    expect(bench.take()).toMatchObject([
      {
        id,
        answer: { kind: 'echo-reply', from: TARGET[family], code: null, quotedTtl: null, translated: null },
      },
    ]);
    expect(bench.prober.counters).toMatchObject({ matched: 1, unmatched: 5 });
  });

  test.each(FAMILIES)('IPv%i: an open and a closed port', (family) => {
    const bench = new Bench();
    const open = sent(bench, 'tcp', family);
    const closed = sent(bench, 'tcp', family);
    bench.segment(open.packet, TCP_FLAG.syn | TCP_FLAG.ack);
    bench.segment(closed.packet, TCP_FLAG.rst | TCP_FLAG.ack);
    expect(bench.take()).toMatchObject([
      { id: open.id, answer: { kind: 'syn-ack', from: TARGET[family], ttl: family === 4 ? 57 : null } },
      { id: closed.id, answer: { kind: 'reset' } },
    ]);
  });

  test.each(FAMILIES)('IPv%i: what does not acknowledge our SYN is no answer', (family) => {
    const bench = new Bench();
    const { packet } = sent(bench, 'tcp', family);
    const sequence = new DataView(packet.bytes.buffer).getUint32(headerOf(family) + 4);
    const both = TCP_FLAG.syn | TCP_FLAG.ack;
    bench.segment(packet, both, { acknowledgement: sequence });
    bench.segment(packet, both, { acknowledgement: (sequence + 2) >>> 0 });
    bench.segment(packet, both, { sourcePort: 81 });
    bench.segment(packet, both, { destinationPort: 61_004 });
    bench.segment(packet, both, { from: ROUTER[family] });
    bench.segment(packet, TCP_FLAG.rst);
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ matched: 0, unmatched: 6 });
  });

  test.each(FAMILIES)('IPv%i: of a long segment the headers are enough', (family) => {
    const bench = new Bench();
    const { packet } = sent(bench, 'tcp', family);
    const payload = new Uint8Array(900).fill(7);
    bench.segment(packet, TCP_FLAG.syn | TCP_FLAG.ack, { payload, heldBytes: 120 });
    expect(bench.take()).toMatchObject([{ answer: { kind: 'syn-ack' } }]);
    expect(bench.prober.counters).toMatchObject({ malformed: 0 });
  });

  test('the last sequence number is acknowledged by zero', () => {
    const bench = new Bench();
    bench.random = (length) => new Uint8Array(length).fill(length === 2 ? 7 : 0xff);
    const { packet } = sent(bench, 'tcp', 4);
    bench.segment(packet, TCP_FLAG.syn | TCP_FLAG.ack, { acknowledgement: 0 });
    expect(bench.take()).toMatchObject([{ answer: { kind: 'syn-ack' } }]);
  });

  test('a link-local answer carries the zone of the target', () => {
    const bench = new Bench();
    const { packet } = bench.probe({ address: 'fe80::1%eth0' });
    bench.quote(packet, 'fe80::7');
    expect(bench.take()).toMatchObject([{ answer: { from: 'fe80::7%eth0' } }]);
  });
});

describe('extensions', () => {
  const stack = (labels: number): RawObject =>
    emitMplsStack(
      Array.from({ length: labels }, (_, index) => ({
        label: 24_000 + index,
        trafficClass: 3,
        bottomOfStack: index === labels - 1,
        ttl: 1,
      })),
    );
  const interfaceObject = (name: string): RawObject =>
    emitInterfaceInformation({
      role: 'incoming-sub-ip',
      index: 7,
      address: addressBytes('198.51.100.3'),
      name,
      mtu: 9000,
    });

  test.each(FAMILIES)('MPLS labels and interfaces over IPv%i', (family) => {
    const extensions = [stack(2), interfaceObject('xe-0/0/1')];
    const entry = { trafficClass: 3, ttl: 1 };
    expect(fate('udp', family, { extensions })).toMatchObject({
      translated: false,
      mpls: [
        { ...entry, label: 24_000, bottomOfStack: false },
        { ...entry, label: 24_001, bottomOfStack: true },
      ],
      interfaces: [{ role: 'sub-ip', index: 7, address: '198.51.100.3', name: 'xe-0/0/1', mtu: 9000 }],
    });
  });

  test('a router that tells too much is cut short', () => {
    const extensions = [stack(5), stack(5), ...['a', 'b', 'c', 'd', 'e'].map(interfaceObject)];
    const answer = fate('udp', 4, { extensions });
    if (answer === null || typeof answer === 'string') throw new Error(`${answer}`);
    expect(answer.mpls).toHaveLength(8);
    expect(answer.interfaces.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a damaged structure costs its contents, not the answer', () => {
    const broken: RawObject = { classNumber: 1, cType: 1, payload: new Uint8Array(0) };
    expect(fate('udp', 4, { extensions: [broken] })).toMatchObject({ mpls: [], interfaces: [] });
  });
});

describe('two probes of one flow', () => {
  test.each(CASES)('%s over IPv%i: each gets its own answer, in any order', (method, family) => {
    const bench = new Bench();
    const all = Array.from({ length: 30 }, () => sent(bench, method, family));
    const order: { readonly id: number; readonly packet: SentPacket }[] = all.toReversed();
    for (const { packet } of order) bench.quote(packet, ROUTER[family], { quotedBytes: 8 });
    const told = bench.take().map((event) => (event.event === 'probe' ? event.id : null));
    expect(told).toEqual(order.map(({ id }) => id));
  });
});
