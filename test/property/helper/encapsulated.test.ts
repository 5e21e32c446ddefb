import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import { Session } from '../../../helper/session/session.ts';
import { formatAddress } from '../../../helper/wire/address.ts';
import { PathBench, stackOf } from '../../unit/helper/encapsulated/path-bench.ts';
import { addressBytes, OWN, type SentPacket } from '../../unit/helper/probe/bench.ts';

vi.setConfig({ testTimeout: 60_000 });

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
    { numRuns: 250 },
  );
  // Most hostile lines are refused; enough are not.
  expect(seen).toBeGreaterThan(60);
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
    fc.property(fc.array(step, { minLength: 60, maxLength: 200 }), (steps) => {
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
    { numRuns: 60 },
  );
});
