import { describe, expect, test } from 'vitest';
import { PATHS, PathBench, stackOf } from './path-bench.ts';

const out = (to: number): number[] => Array.from({ length: to + 1 }, (_, place) => place);
const outAndBack = (to: number): number[] => [...out(to), ...out(to).slice(0, -1).reverse()];
/** A path of so many hops. */
const hops = (family: 4 | 6, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    family === 4 ? `203.0.113.${index + 1}` : `2001:db8:2::${index + 1}`,
  );

describe('which ways are allowed', () => {
  test.each([
    [[0]],
    [[3]],
    [[0, 1]],
    [[1, 0]],
    [[0, 2]],
    [[0, 1, 0]],
    [[0, 3, 1]],
    [[0, 1, 2, 3, 2, 1, 0]],
    [[3, 2, 1, 0]],
  ])('%j', (via) => {
    expect(new PathBench().ask(4, { via })).toBeNull();
  });

  test.each([
    [[], 'via names no place'],
    [[4], 'via names a place that is not below 4'],
    [[0, 9, 0], 'via names a place that is not below 4'],
    [[0, 0], 'via does not rise and then fall'],
    [[0, 1, 1, 0], 'via does not rise and then fall'],
    [[1, 0, 1], 'via does not rise and then fall'],
    [[0, 2, 1, 2], 'via does not rise and then fall'],
    [[0, 2, 1, 1], 'via does not rise and then fall'],
    [[0, 2, 1, 3, 0], 'via does not rise and then fall'],
  ])('not %j', (via, message) => {
    const bench = new PathBench();
    expect(bench.ask(4, { via })).toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining(message),
    });
    expect(bench.channels[4].packets.queue).toEqual([]);
  });

  test('a request has an end, and an end is in the path', () => {
    const bench = new PathBench();
    for (const change of [
      { inner: 'echo-request', end: null },
      { inner: 'echo-request', end: 4 },
      { inner: 'echo-reply', end: 4 },
    ] as const) {
      expect(bench.ask(6, change)).toMatchObject({
        code: 'out-of-range',
        message: expect.stringContaining('end'),
      });
    }
    expect(bench.ask(6, { inner: 'echo-request', end: 3 })).toBeNull();
  });
});

describe('room', () => {
  test.each([
    [4, 36],
    [6, 18],
  ] as const)('IPv%i: a boomerang of %i hops fits 1500 bytes, no more', (family, most) => {
    const bench = new PathBench();
    const path = bench.opened(hops(family, 40));
    const { packet } = bench.encapsulated(family, { path, via: outAndBack(most - 1) });
    expect(stackOf(packet.bytes).layers).toHaveLength(2 * most);
    expect(packet.bytes.length).toBeLessThanOrEqual(1500);
    const fits = family === 4 ? 72 : 35;
    expect(bench.ask(family, { path, via: outAndBack(most) })).toEqual({
      code: 'out-of-range',
      message: `the headers need ${(2 * most + 2) * (family === 4 ? 20 : 40) + 24} bytes of at most 1500: a via of ${fits} fits`,
    });
    const longest = outAndBack(39).slice(0, fits);
    expect(bench.ask(family, { path, via: longest })).toBeNull();
  });

  test('a size that the headers do not fit is refused with what they need', () => {
    const bench = new PathBench();
    expect(bench.ask(4, { size: 63 })).toEqual({
      code: 'out-of-range',
      message: 'size is less than the 64 bytes that the headers need',
    });
    expect(bench.ask(4, { size: 64 })).toBeNull();
    expect(bench.ask(6, { size: 103 })).toMatchObject({ code: 'out-of-range' });
    expect(bench.ask(6, { size: 104 })).toBeNull();
  });
});

describe.each([4, 6] as const)('who is in the headers over IPv%i', (family) => {
  const own = family === 4 ? '198.51.100.9' : '2001:db8::9';
  const path: readonly string[] = PATHS[family];
  const ends = (change: Parameters<PathBench['encapsulated']>[1]) => {
    const bench = new PathBench();
    const { packet } = bench.encapsulated(family, change);
    expect(packet.address).toBe(path[change?.via?.[0] ?? 0]);
    return stackOf(packet.bytes).layers.map((layer) => {
      const hop = layer.family === 4 ? layer.ttl : layer.hopLimit;
      return [layer.source, layer.destination].map((bytes) => nameOf(bytes)).concat(String(hop));
    });
  };
  const nameOf = (bytes: Uint8Array): string => {
    const last = bytes.at(-1) ?? 0;
    return last === 9 ? 'own' : `h${last - 1}`;
  };

  test('reverse', () => {
    expect(own.endsWith('9')).toBe(true);
    expect(ends({ via: [2], ttl: 7 })).toEqual([
      ['own', 'h2', '64'],
      ['own', 'own', '7'],
    ]);
  });

  test('between', () => {
    expect(ends({ via: [1], inner: 'echo-request', end: 3, ttl: 2 })).toEqual([
      ['own', 'h1', '64'],
      ['own', 'h3', '2'],
    ]);
  });

  test('boomerang', () => {
    const there = [
      ['own', 'h0', '64'],
      ['own', 'h1', '64'],
      ['own', 'h0', '64'],
    ];
    expect(ends({ via: [0, 1, 0] })).toEqual([...there, ['own', 'own', '64']]);
    expect(ends({ via: [0, 1, 0], end: 0 })).toEqual([...there, ['h0', 'own', '64']]);
    expect(ends({ via: [0, 1, 0], end: 3 })).toEqual([...there, ['h3', 'own', '64']]);
    expect(ends({ via: [0, 1], inner: 'echo-request', end: 0 })).toEqual([
      ...there.slice(0, 2),
      ['own', 'h0', '64'],
    ]);
  });
});
