import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import { PROBE_METHODS, type ProbeCommand } from '../../../helper/protocol/messages.ts';
import { parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { parseIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { type Ipv4, parseIpv4 } from '../../../helper/wire/ipv4.ts';
import { type Ipv6, parseIpv6 } from '../../../helper/wire/ipv6.ts';
import { parseTcp } from '../../../helper/wire/tcp.ts';
import { parseUdp } from '../../../helper/wire/udp.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { Bench, type SentPacket } from '../../unit/helper/probe/bench.ts';

type Ask = Pick<ProbeCommand, 'method' | 'address' | 'ttl' | 'flow' | 'port' | 'size'>;

const ask: fc.Arbitrary<Ask> = fc
  .record({
    method: fc.constantFrom(...PROBE_METHODS),
    address: fc.constantFrom('192.0.2.1', '203.0.113.77', '2001:db8::1', '2001:db8:ffff::abcd'),
    ttl: fc.integer({ min: LIMITS.ttlMin, max: LIMITS.ttlMax }),
    flow: fc.integer({ min: 0, max: LIMITS.flowMax }),
    port: fc.integer({ min: 1, max: 0xffff }),
    size: fc.integer({ min: LIMITS.probeSizeMin, max: LIMITS.probeSizeMax }),
  })
  .map((command) => (command.method === 'icmp' ? { ...command, port: 0 } : command));

const quotedBytes = fc.constantFrom(8, 28, 1500);
const seed = fc.nat(0xffff_ffff);
const ROUTER = { 4: '198.51.100.1', 6: '2001:db8:1::1' } as const;
const headerOf = (family: 4 | 6): number => (family === 4 ? 20 : 40);

/** A bench whose keys begin elsewhere. */
function benchFrom(start: number): Bench {
  const bench = new Bench();
  for (let i = 0; i < start % 97; i++) bench.random(1 + (start % 13));
  return bench;
}

/** The codecs verify every checksum on the way. */
function dissect(packet: SentPacket): { readonly ip: Ipv4 | Ipv6; readonly family: 4 | 6 } {
  const ip = packet.family === 4 ? parseIpv4(packet.bytes) : parseIpv6(packet.bytes);
  if (isWireError(ip)) throw new Error(ip.at);
  return { ip, family: packet.family };
}

function messageIn(method: Ask['method'], { ip, family }: ReturnType<typeof dissect>): unknown {
  if (method === 'udp') return parseUdp(ip.payload, ip);
  if (method === 'tcp') return parseTcp(ip.payload, ip);
  return family === 4 ? parseIcmpv4(ip.payload) : parseIcmpv6(ip.payload, ip);
}

/** All that a router may hash: the first eight bytes above IP but for what each method keys. */
function hashed(method: Ask['method'], packet: SentPacket): string {
  const { ip, family } = dissect(packet);
  const above = ip.payload;
  const ports = method === 'icmp' ? above.subarray(0, 6) : above.subarray(0, 4);
  const label = 'flowLabel' in ip ? ip.flowLabel : null;
  return JSON.stringify([family, [...ip.source], [...ip.destination], ip.protocol, label, [...ports]]);
}

describe('what is sent', () => {
  test('is sound, as large as asked, and not to be cut up', () => {
    fc.assert(
      fc.property(ask, seed, (command, start) => {
        const { packet } = benchFrom(start).probe(command);
        const read = dissect(packet);
        const message = messageIn(command.method, read);
        expect(isWireError(message)).toBe(false);
        if (command.method !== 'tcp') expect(packet.bytes).toHaveLength(command.size);
        if ('dontFragment' in read.ip) {
          expect(read.ip).toMatchObject({ dontFragment: true, fragmentOffset: 0, ttl: command.ttl });
          expect(read.ip.identification).not.toBe(0);
        } else expect(read.ip).toMatchObject({ hopLimit: command.ttl, extensions: [] });
      }),
    );
  });

  test('hashes alike within a flow, whatever the rest, and otherwise in another', () => {
    fc.assert(
      fc.property(ask, ask, fc.integer({ min: 0, max: LIMITS.flowMax }), (command, other, flow) => {
        const bench = new Bench();
        const { method } = command;
        const first = bench.probe(command);
        const same = bench.probe({ ...command, ttl: other.ttl, size: other.size });
        expect(hashed(method, same.packet)).toBe(hashed(method, first.packet));
        fc.pre(flow !== command.flow);
        const changed = bench.probe({ ...command, flow });
        expect(hashed(method, changed.packet)).not.toBe(hashed(method, first.packet));
      }),
    );
  });
});

describe('what is quoted', () => {
  test('finds its probe among others, at 8 bytes, at 28 and whole', () => {
    fc.assert(
      fc.property(
        ask,
        fc.array(ask, { maxLength: 10 }),
        quotedBytes,
        seed,
        (command, others, bytes, start) => {
          const bench = benchFrom(start);
          for (const other of others) bench.probe({ ...other, address: command.address });
          const { id, packet } = bench.probe(command);
          bench.quote(packet, ROUTER[packet.family], { quotedBytes: bytes });
          expect(bench.take()).toMatchObject([{ event: 'probe', id, outcome: 'answered' }]);
        },
      ),
    );
  });

  test('with any bit of the key changed finds none', () => {
    fc.assert(
      fc.property(ask, quotedBytes, fc.nat(0xffff), (command, bytes, place) => {
        const bench = new Bench();
        const { packet } = bench.probe(command);
        const places = keyBits(command.method, packet.family, bytes);
        const bit = places[place % places.length] ?? 0;
        bench.quote(packet, ROUTER[packet.family], {
          quotedBytes: bytes,
          change: (quoted) => {
            quoted[bit >> 3] = (quoted[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
          },
        });
        expect(bench.take()).toEqual([]);
        expect(bench.prober.counters).toMatchObject({ matched: 0, unmatched: 1 });
      }),
      { numRuns: 500 },
    );
  });

  test('with anything changed throws nothing and is never taken for another', () => {
    const damage = fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(ask, damage, quotedBytes, (command, changes, bytes) => {
        const bench = new Bench();
        const { id, packet } = bench.probe(command);
        const others = Array.from({ length: 5 }, () => bench.probe(command).id);
        bench.quote(packet, ROUTER[packet.family], {
          quotedBytes: bytes,
          change: (quoted) => {
            for (const [at, value] of changes) quoted[at % quoted.length] = value;
          },
        });
        const told = bench.take().map((event) => ('id' in event ? event.id : null));
        expect([[], [id]]).toContainEqual(told);
        expect(others.every((other) => bench.prober.knows(other))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Bits, counted from the start of the IP header, that only this probe has, as far as they are quoted. */
function keyBits(method: Ask['method'], family: 4 | 6, quoted: number): number[] {
  const bits = (from: number, bytes: number): number[] =>
    Array.from({ length: bytes * 8 }, (_, bit) => from * 8 + bit);
  const above = headerOf(family);
  if (method === 'tcp') return bits(above + 4, 4);
  // A changed IP-ID or checksum is somebody's doing on the way where something else proves the probe.
  const ipId = family === 4 && quoted === 8 ? bits(4, 2) : [];
  const token = quoted > 8 ? bits(above + 8, 14) : [];
  if (method === 'icmp') return [...ipId, ...bits(above + 6, 2), ...token];
  const checksum = family === 6 && quoted === 8 ? bits(above + 6, 2) : [];
  return [...ipId, ...checksum, ...token];
}

type Step =
  | { readonly do: 'probe'; readonly ask: Ask }
  | { readonly do: 'echo' }
  | { readonly do: 'deliver'; readonly family: 4 | 6; readonly errno: string | null }
  | { readonly do: 'quote' | 'answer' | 'cancel'; readonly which: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'noise'; readonly tcp: boolean; readonly bytes: Uint8Array };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('probe' as const), ask }) },
  fc.record({ do: fc.constant('echo' as const) }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      family: fc.constantFrom(4 as const, 6 as const),
      errno: fc.constantFrom(null, null, null, 'EPERM'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('quote' as const, 'answer' as const, 'cancel' as const),
      which: fc.nat(20),
    }),
  },
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat(6000) }),
  fc.record({
    do: fc.constant('noise' as const),
    tcp: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 80 }),
  }),
);

/** As the target would answer. */
function answer(bench: Bench, packet: SentPacket): void {
  const { protocol } = dissect(packet).ip;
  if (protocol === 17) bench.quote(packet, packet.address, { type: packet.family === 4 ? 3 : 1, code: 3 });
  else if (protocol === 6) bench.segment(packet, 0x14);
  else bench.echoBack(packet);
}

function run(bench: Bench, steps: readonly Step[]): number[] {
  const ids: number[] = [];
  const sent: SentPacket[] = [];
  for (const item of steps) {
    const packet = 'which' in item ? sent[item.which % Math.max(1, sent.length)] : undefined;
    if (item.do === 'probe') ids.push(bench.queueProbe({ ...item.ask, timeoutMs: 1000 }));
    else if (item.do === 'echo') bench.send();
    else if (item.do === 'wait') bench.clock.advance(item.ms);
    else if (item.do === 'noise') bench.arrive(4, item.bytes, '192.0.2.1', item.tcp ? 'tcp' : 'icmp');
    else if (item.do === 'cancel') bench.prober.cancel(ids[item.which % Math.max(1, ids.length)] ?? 0);
    else if (item.do === 'quote' && packet) bench.quote(packet, ROUTER[packet.family]);
    else if (item.do === 'answer' && packet) answer(bench, packet);
    else if (item.do === 'deliver' && bench.channels[item.family].packets.queue.length > 0) {
      const delivered = bench.deliverPacket(item.family, item.errno);
      if (delivered !== null && item.errno === null) sent.push(delivered);
    }
  }
  bench.clock.advance(LIMITS.timeoutMaxMs);
  return ids;
}

describe('whatever happens', () => {
  test('every accepted probe is told exactly once, and what follows comes in order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = new Bench();
        const ids = run(bench, steps);
        const events = bench.take();
        for (const id of ids) {
          const [first, ...rest] = events.filter((event) => 'id' in event && event.id === id);
          expect(first?.event).toBe('probe');
          expect(rest.every(({ event }) => event === 'probe-again')).toBe(true);
          const kinds = rest.map((event) => (event.event === 'probe-again' ? event.kind : ''));
          expect(kinds.lastIndexOf('late')).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('the counters add up, no timer is left, and TCP is listened to no longer', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const bench = new Bench();
        run(bench, steps);
        const { received, matched, unmatched, malformed, late, duplicate, pending } = bench.prober.counters;
        expect(received).toBe(matched + unmatched + malformed);
        expect(late + duplicate).toBeLessThanOrEqual(matched);
        expect(pending).toBe(0);
        expect(bench.clock.timers).toBe(0);
        for (const family of [4, 6] as const) {
          const { listening } = bench.channels[family].packets;
          expect(listening.at(-1) ?? false).toBe(false);
          expect(listening.every((wanted, index) => wanted === (index % 2 === 0))).toBe(true);
        }
      }),
    );
  });
});
