import { describe, expect, test } from 'vitest';
import { longestPath, packetBytes } from '../../../main/domain/encapsulation/room.ts';
import { WAYS_HOME } from '../../../main/domain/model/encapsulation.ts';

describe('the longest path', () => {
  test.each([
    [4, 1500, 36],
    [6, 1500, 18],
    [4, 1480, 36],
    [4, 1463, 35],
    [4, 64, 1],
    [4, 63, 0],
    [6, 104, 1],
    [6, 103, 0],
    [4, 0, 0],
    [4, -5, 0],
  ] as const)('over IPv%i in %i bytes: %i hops', (family, mtu, hops) => {
    expect(longestPath(family, mtu)).toBe(hops);
  });

  test('fits, and one hop more does not', () => {
    for (const family of [4, 6] as const) {
      for (let mtu = 100; mtu <= 9000; mtu += 37) {
        const hops = longestPath(family, mtu);
        for (const way of WAYS_HOME)
          if (hops > 0) expect(packetBytes(family, hops, way)).toBeLessThanOrEqual(mtu);
        expect(packetBytes(family, hops + 1, 'own')).toBeGreaterThan(mtu);
      }
    }
  });
});

describe('a boomerang', () => {
  test('has a header a leg there and back', () => {
    expect(packetBytes(4, 1, 'own')).toBe(64);
    expect(packetBytes(4, 3, 'hop')).toBe(144);
    expect(packetBytes(6, 3, 'farther')).toBe(264);
  });

  test('whose innermost message is the leg to the first hop has one less, but not when that is all', () => {
    expect(packetBytes(4, 1, 'echo')).toBe(64);
    expect(packetBytes(4, 2, 'echo')).toBe(84);
    expect(packetBytes(4, 3, 'echo')).toBe(124);
  });
});
