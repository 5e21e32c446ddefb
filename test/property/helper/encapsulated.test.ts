import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { EncapsulatedCommand, HelperEvent } from '../../../helper/protocol/messages.ts';
import { Session } from '../../../helper/session/session.ts';
import { formatAddress } from '../../../helper/wire/address.ts';
import { PathBench, stackOf, unwrapped } from '../../unit/helper/encapsulated/path-bench.ts';
import { addressBytes, OWN, type SentPacket } from '../../unit/helper/probe/bench.ts';

const family = fc.constantFrom(4 as const, 6 as const);
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom(
    '203.0.113.1',
    '203.0.113.2',
    '203.0.113.3',
    OWN[4],
    OWN[6],
    '127.0.0.1',
    'fe80::1%lo',
    'x',
  ),
);
const place = fc.integer({ min: -1, max: 5 });

type Line = Readonly<Record<string, unknown>>;

/** What a hostile client may say: ids that are paths' or nobody's, places that do not exist, fields of its own. */
const line: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ op: fc.constant('open-path'), id: fc.nat(3), addresses: fc.array(address, { maxLength: 4 }) }),
  fc.record({
    op: fc.constant('open-path'),
    id: fc.nat(3),
    addresses: fc.subarray(['203.0.113.1', '203.0.113.2', '203.0.113.3'], { minLength: 1 }),
  }),
  fc.record({
    op: fc.constant('open-path'),
    id: fc.nat(3),
    addresses: fc.subarray(['2001:db8:2::1', '2001:db8:2::2', '2001:db8:2::3'], { minLength: 1 }),
  }),
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constant('encapsulated'),
      id: fc.integer({ min: 7, max: 5000 }),
      path: fc.nat(3),
      via: fc.oneof(
        fc.array(place, { maxLength: 5 }),
        fc.constantFrom([0], [0], [1], [0, 1, 0], [0, 1, 2, 1, 0], [2, 1]),
        fc.constantFrom([0], [0, 1], [1, 0]),
      ),
      inner: fc.constantFrom('echo-request', 'echo-reply'),
      end: fc.constantFrom(null, 0, 0, 1, 2, 5),
      ttl: fc.constantFrom(0, 1, 2, 3, 64, 255, 256),
      size: fc.constantFrom(0, 0, 0, 0, 100, 1500, 1501),
      timeoutMs: fc.constant(1000),
    }),
  },
  fc.record({
    op: fc.constant('encapsulated'),
    ...{ id: fc.nat(5000), path: fc.nat(3), via: fc.constant([0]), inner: fc.constant('echo-reply') },
    ...{ end: fc.constant(null), ttl: fc.constant(64), size: fc.constant(0), timeoutMs: fc.constant(1000) },
    ...{ source: fc.ipV4(), address: fc.ipV4() },
  }),
  fc.record({ op: fc.constant('close-path'), id: fc.integer({ min: 6000, max: 9000 }), path: fc.nat(3) }),
  fc.record({ wait: fc.nat(700) }),
);

/** Says the lines to a helper whose packets leave at once. */
class HostileTalk {
  readonly bench = new PathBench();
  /** Every packet that left, with the addresses of the path that its command named. */
  readonly left: { readonly packet: SentPacket; readonly members: readonly string[] }[] = [];
  readonly #open = new Map<number, readonly string[]>();
  readonly #session: Session;

  constructor() {
    for (const own of [4, 6] as const) this.bench.close(this.bench.paths[own]);
    this.#session = new Session({
      prober: this.bench.prober,
      greeting: {
        ...{ event: 'hello', protocol: 1, version: '0', pid: 1, features: [], families: [4, 6], limits: {} },
        privilege: { uid: 1, gid: 1, dropped: true, capabilities: [] },
      },
      lineBytes: LIMITS.lineBytes,
      send: () => {},
      dropped: () => 0,
    });
    this.#say({ op: 'hello', id: 10_000, protocol: 1 });
  }

  hear(item: Line): void {
    if (typeof item['wait'] === 'number') this.bench.clock.advance(item['wait']);
    else this.#say(item);
    this.#noteOpened(item);
    for (const own of [4, 6] as const) this.#drain(own, item);
  }

  #say(item: Line): void {
    this.#session.receive(Buffer.from(`${JSON.stringify(item)}\n`));
  }

  #noteOpened({ addresses }: Line): void {
    for (const event of this.bench.take()) {
      if (event.event !== 'path-opened' || !Array.isArray(addresses)) continue;
      this.#open.set(
        event.id,
        addresses.map((own) => formatAddress(addressBytes(String(own)))),
      );
    }
  }

  #drain(own: 4 | 6, { path }: Line): void {
    while (this.bench.channels[own].packets.queue.length > 0) {
      const packet = this.bench.deliverPacket(own);
      const members = this.#open.get(Number(path)) ?? [];
      if (packet !== null) this.left.push({ packet, members });
    }
  }
}

test('whatever is asked: packets go to members of their own path, and are from there or from us', () => {
  let seen = 0;
  fc.assert(
    fc.property(fc.array(line, { minLength: 10, maxLength: 60 }), (lines) => {
      const talk = new HostileTalk();
      talk.hear({ op: 'open-path', id: 0, addresses: ['203.0.113.1', '203.0.113.2', '203.0.113.3'] });
      for (const item of lines) talk.hear(item);
      for (const { packet, members } of talk.left) {
        seen += 1;
        const own: string = OWN[packet.family];
        const { layers } = stackOf(packet.bytes);
        expect(members).toContain(packet.address);
        expect(layers.length).toBeGreaterThan(1);
        for (const [index, layer] of layers.entries()) {
          const [from, to] = [formatAddress(layer.source), formatAddress(layer.destination)];
          const isInnermost = index === layers.length - 1;
          expect(isInnermost ? [own, ...members] : [own]).toContain(from);
          expect(isInnermost ? [own, ...members] : members).toContain(to);
          expect([from, to]).toContain(own);
          if (index === 0) expect(to).toBe(packet.address);
        }
        expect(packet.bytes.length).toBeLessThanOrEqual(LIMITS.probeSizeMax);
      }
      expect(talk.bench.channels[4].queue).toEqual([]);
      expect(talk.bench.channels[6].queue).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  // Most hostile lines are refused; enough are not.
  expect(seen).toBeGreaterThan(300);
});

type Step =
  | { readonly do: 'ask'; readonly family: 4 | 6; readonly hop: number; readonly ttl: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'deliver'; readonly family: 4 | 6; readonly most: number; readonly errno: string | null }
  | { readonly do: 'cancel'; readonly which: number }
  | { readonly do: 'reopen'; readonly family: 4 | 6 };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      family,
      hop: fc.nat(3),
      ttl: fc.constantFrom(1, 2, 3, 4, 5, 64, 255),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1, 50, 400, 999, 1000) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      family,
      most: fc.nat(30),
      errno: fc.constantFrom(null, null, null, 'ENOBUFS'),
    }),
  },
  fc.record({ do: fc.constant('cancel' as const), which: fc.nat(200) }),
  fc.record({ do: fc.constant('reopen' as const), family }),
);

const mostInASecond = (times: readonly number[]): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));

test('whenever the kernel takes them: never more in any second than the caps, in all and to one hop', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 40, maxLength: 250 }), (steps) => {
      const bench = new PathBench({ sendStallMs: 60_000 });
      const waiting: { readonly id: number; readonly hop: string }[] = [];
      const left: { readonly atMs: number; readonly hop: string }[] = [];
      const deliver = (of: 4 | 6, errno: string | null): void => {
        const next = bench.channels[of].packets.queue[0];
        const packet = bench.deliverPacket(of, errno);
        if (packet === null || errno !== null || next === undefined) return;
        const { layers } = stackOf(packet.bytes);
        const [first, last] = [layers[0], layers.at(-1)];
        const ttl = last === undefined ? 0 : last.family === 4 ? last.ttl : last.hopLimit;
        const hop = `${formatAddress(first?.destination ?? new Uint8Array(4))} ${ttl < 64 ? ttl : ''}`;
        left.push({ atMs: bench.clock.now(), hop });
      };
      for (const item of steps) {
        if (item.do === 'ask') {
          const command = bench.encapsulatedCommand(item.family, { via: [item.hop], ttl: item.ttl });
          if (bench.prober.encapsulated(command) === null) waiting.push({ id: command.id, hop: '' });
        } else if (item.do === 'wait') bench.clock.advance(item.ms);
        else if (item.do === 'cancel') bench.prober.cancel(waiting[item.which]?.id ?? 0);
        else if (item.do === 'reopen') {
          const path = bench.prober.closePath({ op: 'close-path', id: 9e6, path: bench.paths[item.family] });
          expect(path).toBeNull();
          const hosts = [1, 2, 3, 4].map((host) =>
            item.family === 4 ? `203.0.113.${host}` : `2001:db8:2::${host}`,
          );
          bench.paths[item.family] = bench.opened(hosts);
        } else {
          const { queue } = bench.channels[item.family].packets;
          for (let nth = 0; nth < item.most && queue.length > 0; nth++) deliver(item.family, item.errno);
        }
      }
      expect(mostInASecond(left.map(({ atMs }) => atMs))).toBeLessThanOrEqual(LIMITS.encapsulatedPerSecond);
      for (const hop of new Set(left.map((one) => one.hop))) {
        const times = left.filter((one) => one.hop === hop).map(({ atMs }) => atMs);
        expect(mostInASecond(times)).toBeLessThanOrEqual(LIMITS.encapsulatedPerHopPerSecond);
      }
    }),
    { numRuns: 200 },
  );
});

type Kind = Pick<EncapsulatedCommand, 'via' | 'inner' | 'end'>;
const kind: fc.Arbitrary<Kind> = fc.constantFrom<Kind>(
  { via: [2], inner: 'echo-reply', end: null },
  { via: [0], inner: 'echo-request', end: 2 },
  { via: [0, 1, 0], inner: 'echo-reply', end: 0 },
  { via: [0, 1, 2, 1], inner: 'echo-request', end: 0 },
  { via: [0, 1, 2, 3, 2, 1, 0], inner: 'echo-reply', end: 3 },
);
const layerOf = ({ via }: Kind, which: number): number => which % (via.length + 1);

/** A bench whose keys begin elsewhere. */
function benchFrom(start: number): PathBench {
  const bench = new PathBench();
  for (let nth = 0; nth < start % 97; nth++) bench.random(1 + (start % 13));
  return bench;
}

const seed = fc.nat(0xffff_ffff);
const told = (events: readonly HelperEvent[]): (number | null)[] =>
  events.map((event) => ('id' in event ? event.id : null));

describe('what arrives', () => {
  test('quoted whole, at any layer, finds its packet among others and tells the layer', () => {
    fc.assert(
      fc.property(
        family,
        kind,
        fc.array(kind, { maxLength: 6 }),
        fc.nat(20),
        seed,
        (of, own, others, which, start) => {
          const bench = benchFrom(start);
          for (const [nth, other] of others.entries()) bench.encapsulated(of, { ...other, ttl: nth + 1 });
          const { id, packet } = bench.encapsulated(of, { ...own, ttl: 30 });
          const layer = layerOf(own, which);
          bench.quote(unwrapped(packet, layer), of === 4 ? '192.0.2.77' : '2001:db8:77::1');
          expect(bench.take()).toMatchObject([
            { id, outcome: 'answered', answer: { layer, translated: false } },
          ]);
        },
      ),
    );
  });

  test('with anything changed throws nothing and is never taken for another’s', () => {
    const damage = fc.array(fc.tuple(fc.nat(220), fc.nat(255)), { minLength: 1, maxLength: 5 });
    const quotedBytes = fc.constantFrom(8, 28, 48, 1500);
    fc.assert(
      fc.property(family, kind, fc.nat(20), damage, quotedBytes, (of, own, which, changes, bytes) => {
        const bench = new PathBench();
        const { id, packet } = bench.encapsulated(of, own);
        const others = [1, 2, 3].map((ttl) => bench.encapsulated(of, { ...own, ttl }).id);
        bench.quote(unwrapped(packet, layerOf(own, which)), of === 4 ? '192.0.2.77' : '2001:db8:77::1', {
          quotedBytes: bytes,
          change: (quoted) => {
            for (const [at, value] of changes) quoted[at % quoted.length] = value;
          },
        });
        expect([[], [id]]).toContainEqual(told(bench.take()));
        expect(others.every((other) => bench.prober.knows(other))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test('garbage and what was forged without the keys changes nothing but counters', () => {
    const noise = fc.array(
      fc.oneof(
        fc.record({ family, bytes: fc.uint8Array({ maxLength: 120 }) }),
        fc.record({ family, kind, which: fc.nat(20), quotedBytes: fc.constantFrom(8, 48, 1500) }),
        fc.record({ family, kind }),
      ),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(family, kind, noise, seed, (of, own, arrivals, start) => {
        const [bench, quiet] = [benchFrom(start), benchFrom(start)];
        // Who forges knows all but the keys: paths, addresses, sizes, and the code.
        const forger = benchFrom(start + 48);
        const sent = [bench, quiet].map((one) => one.encapsulated(of, own));
        let nth = 0;
        for (const item of arrivals) {
          nth += 1;
          if ('bytes' in item) bench.arrive(item.family, item.bytes, '192.0.2.77');
          else {
            forger.clock.advance(1000);
            const { packet } = forger.encapsulated(item.family, item.kind);
            const own6 = item.family === 6;
            if (!('which' in item)) bench.comeHome(packet);
            else {
              const from = own6 ? '2001:db8:77::1' : '192.0.2.77';
              const forged = unwrapped(packet, layerOf(item.kind, item.which));
              bench.quote(forged, from, {
                type: own6 ? 1 : 3,
                code: own6 ? 1 : 13,
                quotedBytes: item.quotedBytes,
              });
            }
          }
        }
        expect(bench.take()).toEqual([]);
        const { received, matched, unmatched, malformed } = bench.prober.counters;
        expect([received, matched, unmatched + malformed]).toEqual([nth, 0, nth]);
        const endings = [bench, quiet].map((one, index) => {
          const { packet } = sent[index] ?? {};
          if (packet !== undefined && own.end !== null) one.comeHome(packet);
          one.clock.advance(2000);
          return one.take();
        });
        expect(endings[0]).toEqual(endings[1]);
        expect(endings[0]).toHaveLength(1);
      }),
      { numRuns: 300 },
    );
  });
});

type Event =
  | { readonly do: 'ask'; readonly family: 4 | 6; readonly kind: Kind; readonly ttl: number }
  | { readonly do: 'deliver'; readonly family: 4 | 6; readonly errno: string | null }
  | { readonly do: 'home' | 'quote' | 'forbid' | 'cancel'; readonly which: number }
  | { readonly do: 'close'; readonly family: 4 | 6 }
  | { readonly do: 'wait'; readonly ms: number };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('ask' as const),
      family,
      kind,
      ttl: fc.integer({ min: 1, max: 64 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      family,
      errno: fc.constantFrom(null, null, null, 'EPERM'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('home' as const, 'quote' as const, 'forbid' as const, 'cancel' as const),
      which: fc.nat(30),
    }),
  },
  fc.record({ do: fc.constant('close' as const), family }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(4000) }) },
);

function happen(bench: PathBench, events: readonly Event[]): number[] {
  const ids: number[] = [];
  const sent: SentPacket[] = [];
  for (const item of events) {
    const packet = 'which' in item ? sent[item.which % Math.max(1, sent.length)] : undefined;
    if (item.do === 'ask') {
      const command = bench.encapsulatedCommand(item.family, { ...item.kind, ttl: item.ttl });
      if (bench.prober.encapsulated(command) === null) ids.push(command.id);
    } else if (item.do === 'wait') bench.clock.advance(item.ms);
    else if (item.do === 'close') bench.close(bench.paths[item.family]);
    else if (item.do === 'cancel') bench.prober.cancel(ids[item.which] ?? 0);
    else if (item.do === 'deliver') {
      if (bench.channels[item.family].packets.queue.length === 0) continue;
      const delivered = bench.deliverPacket(item.family, item.errno);
      if (delivered !== null && item.errno === null) sent.push(delivered);
    } else if (packet !== undefined && item.do === 'home') bench.comeHome(packet);
    else if (packet !== undefined) {
      const six = packet.family === 6;
      const change = item.do === 'forbid' ? { type: six ? 1 : 3, code: six ? 1 : 13 } : {};
      bench.quote(packet, six ? '2001:db8:77::1' : '192.0.2.77', change);
    }
  }
  bench.clock.advance(LIMITS.timeoutMaxMs);
  return ids;
}

describe('whatever happens', () => {
  test('every accepted packet is told exactly once, then what follows, and nothing after the end of its path', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const bench = new PathBench();
        const paths = { ...bench.paths };
        const ids = happen(bench, events);
        const all = bench.take();
        for (const id of ids) {
          const own = all.filter((one) => 'id' in one && one.id === id);
          expect(own[0]?.event).toBe('encapsulated');
          expect(own.slice(1).every((one) => one.event === 'encapsulated-again')).toBe(true);
          const kinds = own.map((one) => (one.event === 'encapsulated-again' ? one.kind : ''));
          expect(kinds.lastIndexOf('late')).toBeLessThanOrEqual(1);
        }
        for (const path of [paths[4], paths[6]]) {
          expect(
            all.filter((one) => one.event === 'path-closed' && one.path === path).length,
          ).toBeLessThanOrEqual(1);
        }
        const bothEnded = all.filter(({ event: name }) => name === 'path-closed').length === 2;
        if (bothEnded) expect(all.at(-1)?.event).toBe('path-closed');
      }),
      { numRuns: 300 },
    );
  });

  test('the counters add up, nothing is pending, no timer is left', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 80 }), (events) => {
        const bench = new PathBench();
        happen(bench, events);
        const { received, matched, unmatched, malformed, late, duplicate, pending } = bench.prober.counters;
        expect(received).toBe(matched + unmatched + malformed);
        expect(late + duplicate).toBeLessThanOrEqual(matched);
        expect(pending).toBe(0);
        expect(bench.clock.timers).toBe(0);
      }),
    );
  });
});
