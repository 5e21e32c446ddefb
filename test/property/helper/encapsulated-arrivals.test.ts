import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { EncapsulatedCommand, HelperEvent } from '../../../helper/protocol/messages.ts';
import { PathBench, stackOf, unwrapped } from '../../unit/helper/encapsulated/path-bench.ts';
import type { SentPacket } from '../../unit/helper/probe/bench.ts';

vi.setConfig({ testTimeout: 60_000 });

const family = fc.constantFrom(4 as const, 6 as const);

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

/** Its keys are others at every place of the sequence, wherever the other's begins. */
class Forger extends PathBench {
  override random(length: number): Uint8Array {
    return super.random(length).map((byte, at) => byte ^ (0x5a + at));
  }
}

/** As much of the key as eight bytes hold. */
function shortKey({ bytes }: SentPacket): string {
  const { layers, payload } = stackOf(bytes);
  const [outermost] = layers;
  const number =
    outermost?.family === 4 ? outermost.identification : ((payload[6] ?? 0) << 8) | (payload[7] ?? 0);
  return `${outermost?.family} ${number}`;
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
        const forger = new Forger();
        const sent = [bench, quiet].map((one) => one.encapsulated(of, own));
        let nth = 0;
        for (const item of arrivals) {
          nth += 1;
          if ('bytes' in item) bench.arrive(item.family, item.bytes, '192.0.2.77');
          else {
            forger.clock.advance(1000);
            const { packet } = forger.encapsulated(item.family, item.kind);
            // One guess of 65536 may hit.
            fc.pre(sent.every((one) => shortKey(one.packet) !== shortKey(packet)));
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
      { numRuns: 150 },
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
