import { describe, expect, test } from 'vitest';
import type { HelperEvent } from '../../../../helper/protocol/messages.ts';
import { OWN } from '../probe/bench.ts';
import { PATHS, PathBench, unwrapped } from './path-bench.ts';

const FAMILIES = [4, 6] as const;
const headerOf = (family: 4 | 6): number => (family === 4 ? 20 : 40);
const answerIn = (events: readonly HelperEvent[]) => {
  const [event] = events;
  return event?.event === 'encapsulated' ? event.answer : null;
};
const flip = (at: number) => (bytes: Uint8Array) => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
};

describe.each(FAMILIES)('an error over IPv%i', (family) => {
  const path: readonly string[] = PATHS[family];
  const asked = { via: [0, 1, 2, 1, 0], end: 3 } as const;

  test('tells how many headers had been taken off, however much is quoted', () => {
    for (const quotedBytes of [8 + headerOf(family), 1500]) {
      for (const layer of [0, 1, 2, 3, 4, 5]) {
        const bench = new PathBench();
        const { packet } = bench.encapsulated(family, asked);
        bench.quote(unwrapped(packet, layer), path[layer] ?? path[0] ?? '', { quotedBytes });
        // Over IPv6 nothing but the innermost message tells one packet from another.
        const isSeen = family === 4 || quotedBytes === 1500 || layer >= 4;
        expect(answerIn(bench.take())?.layer ?? null).toBe(isSeen ? layer : null);
      }
    }
  });

  test('is not told from another’s when a header goes elsewhere', () => {
    for (const layer of [0, 1, 2, 3, 4, 5]) {
      const bench = new PathBench();
      const { packet } = bench.encapsulated(family, asked);
      const at = headerOf(family) - 1;
      bench.quote(unwrapped(packet, layer), path[0] ?? '', { change: flip(at) });
      expect(bench.take()).toEqual([]);
      expect(bench.prober.counters).toMatchObject({ matched: 0, unmatched: 1 });
    }
  });

  test('with another token is none of ours, whatever else fits', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family, { ttl: 1 });
    const inner = unwrapped(packet, 1);
    for (let at = 0; at < 14; at++) {
      bench.quote(inner, path[0] ?? '', { change: flip(headerOf(family) + 8 + at) });
    }
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ matched: 0, unmatched: 14 });
  });

  test('of a message that is no longer as it was sent: the token proves it, and it is told as translated', () => {
    for (const at of [2, 5, 7, family === 4 ? -8 : -32]) {
      const bench = new PathBench();
      const { packet } = bench.encapsulated(family, { ttl: 1 });
      bench.quote(unwrapped(packet, 1), path[0] ?? '', { change: flip(headerOf(family) + at) });
      expect(answerIn(bench.take())).toMatchObject({ translated: true, layer: 1 });
    }
  });

  test('of a message without its token: id, number and source decide', () => {
    const message = headerOf(family);
    const source = message - (family === 4 ? 8 : 32);
    for (const [at, isOurs] of [
      [null, true],
      [2, true],
      [4, false],
      [5, false],
      [6, false],
      [7, false],
      [source, false],
    ] as const) {
      const bench = new PathBench();
      const { packet } = bench.encapsulated(family, { ttl: 1 });
      const change = at === null ? () => {} : flip(at === source ? at : message + at);
      bench.quote(unwrapped(packet, 1), path[0] ?? '', { quotedBytes: 8, change });
      expect([at, bench.take().length]).toEqual([at, isOurs ? 1 : 0]);
    }
  });

  test('a request quoted as a reply, or the other way round, is not ours without its token', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family, { ttl: 1 });
    const request = family === 4 ? 8 : 128;
    bench.quote(unwrapped(packet, 1), path[0] ?? '', {
      quotedBytes: 8,
      change: (bytes) => {
        bytes[headerOf(family)] = request;
      },
    });
    expect(bench.take()).toEqual([]);
  });

  test('that says the packet is too big, with the size that fits; advice is no answer', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family, { size: 1400 });
    if (family === 4) {
      bench.quote(packet, path[0] ?? '', { type: 5, code: 0 });
      expect(bench.take()).toEqual([]);
      bench.quote(packet, path[0] ?? '', { type: 3, code: 4, mtu: 1300 });
    } else bench.quote(packet, path[0] ?? '', { type: 2, code: 0, mtu: 1300 });
    expect(answerIn(bench.take())).toMatchObject({ kind: 'unreachable', mtu: 1300, layer: 0 });
  });
});

describe('an error over IPv4 that quotes eight bytes', () => {
  test('is found by the IP-ID in both headers, and by the addresses', () => {
    for (const at of [null, 4, 5, 20 + 4, 20 + 5, 12, 19, 9]) {
      const bench = new PathBench();
      const { packet } = bench.encapsulated(4, { via: [0, 1] });
      bench.quote(packet, '203.0.113.1', { quotedBytes: 8, change: at === null ? () => {} : flip(at) });
      expect([at, bench.take().length]).toEqual([at, at === null ? 1 : 0]);
    }
  });

  test('which turn of a boomerang it is of is told by the length', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(4, { via: [0, 1, 0], end: 3 });
    bench.quote(unwrapped(packet, 2), '203.0.113.1', { quotedBytes: 8 });
    expect(answerIn(bench.take())).toMatchObject({ layer: 2 });
  });

  test('and is not guessed at when the length fits neither', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(4, { via: [0, 1, 0], end: 3 });
    bench.quote(packet, '203.0.113.1', { quotedBytes: 8, change: flip(3) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ unmatched: 1 });
  });

  test('less than eight, or a later fragment, tells nothing', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(4);
    bench.quote(packet, '203.0.113.1', { quotedBytes: 7 });
    bench.quote(packet, '203.0.113.1', {
      change: (bytes) => {
        bytes[7] = 1;
      },
    });
    expect(bench.take()).toEqual([]);
  });
});

describe.each(FAMILIES)('a reply over IPv%i', (family) => {
  const path: readonly string[] = PATHS[family];

  test.each([
    ['own', { end: null }, OWN[family]],
    ['hop', { end: 0 }, path[0]],
    ['farther', { end: 2 }, path[2]],
    ['echo', { inner: 'echo-request', end: 0 }, path[0]],
  ] as const)('home by %s comes from whom it must', (_, change, from) => {
    const bench = new PathBench();
    const { id, packet } = bench.encapsulated(family, { via: [0, 1, 0], ...change });
    bench.comeHome(packet, { from: path[3] ?? '' });
    expect(bench.take()).toEqual([]);
    bench.comeHome(packet);
    expect(bench.take()).toMatchObject([{ id, outcome: 'answered', answer: { kind: 'echo-reply', from } }]);
  });

  test('without its number, id or any part of its token is none of ours', () => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family, { end: 1 });
    const places = [4, 5, 6, 7, ...Array.from({ length: 14 }, (_, at) => 8 + at)];
    for (const at of places) bench.comeHome(packet, { change: flip(at) });
    expect(bench.take()).toEqual([]);
    expect(bench.prober.counters).toMatchObject({ matched: 0, unmatched: places.length });
    bench.comeHome(packet, { change: flip(23) });
    expect(bench.take()).toHaveLength(1);
  });

  test('finds its packet among many', () => {
    const bench = new PathBench();
    const sent = Array.from({ length: 18 }, (_, nth) => bench.encapsulated(family, { ttl: nth + 1, end: 1 }));
    for (const { id, packet } of sent.toReversed()) {
      bench.comeHome(packet);
      expect(bench.take()).toMatchObject([{ id }]);
    }
  });
});

test('the answers of echoes, probes and packets in IP-in-IP are not taken for each other’s', () => {
  const bench = new PathBench();
  const echo = bench.send({ address: '203.0.113.1' });
  const probe = bench.probe({ method: 'icmp', port: 0, address: '203.0.113.1' });
  const packet = bench.encapsulated(4, { inner: 'echo-request', end: 0 });
  bench.comeHome(packet.packet);
  bench.echoBack(probe.packet);
  bench.reply(echo.echo);
  expect(bench.take()).toMatchObject([
    { event: 'encapsulated', id: packet.id },
    { event: 'probe', id: probe.id },
    { event: 'echo', id: echo.id },
  ]);
});

test('nothing answers what has not been sent yet', () => {
  const bench = new PathBench();
  const id = bench.queueEncapsulated(4, { end: 1 });
  const [waiting] = bench.channels[4].packets.queue;
  if (waiting === undefined) throw new Error('nothing is queued');
  bench.comeHome(waiting.packet);
  bench.quote(waiting.packet, '203.0.113.1');
  expect(bench.take()).toEqual([]);
  expect(bench.prober.knows(id)).toBe(true);
});
