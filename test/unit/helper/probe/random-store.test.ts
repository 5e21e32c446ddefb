import { describe, expect, test } from 'vitest';
import { createRandomStore } from '../../../../helper/probe/random-store.ts';

/** Fills with 1, 2, 3 ... going on from one call to the next, so that every byte can be told from all others. */
function counting() {
  const fills: Uint8Array[] = [];
  let next = 0;
  const fill = (bytes: Uint8Array): void => {
    fills.push(bytes);
    for (let index = 0; index < bytes.length; index += 1) {
      next += 1;
      bytes[index] = next % 251;
    }
  };
  return { fill, fills };
}

describe('the store of random bytes', () => {
  test('hands the generator’s bytes out in order, none twice', () => {
    const take = createRandomStore(counting().fill);
    expect([...take(3), ...take(2), ...take(1)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('asks the generator seldom', () => {
    const { fill, fills } = counting();
    const take = createRandomStore(fill);
    for (let count = 0; count < 1024; count += 1) take(16);
    expect(fills).toHaveLength(4);
  });

  test('a rest too short for a request is left unused, not stretched', () => {
    const { fill, fills } = counting();
    const take = createRandomStore(fill);
    take(4090);
    const first = 4096 + 1;
    expect([...take(8)]).toEqual(Array.from({ length: 8 }, (_, index) => (first + index) % 251));
    expect(fills).toHaveLength(2);
  });

  test('what was handed out is not kept, nor changed by what comes after', () => {
    const { fill, fills } = counting();
    const take = createRandomStore(fill);
    const token = take(16);
    expect(fills[0]?.subarray(0, 16)).toEqual(new Uint8Array(16));
    expect(fills[0]?.[16]).toBe(17);
    for (let count = 0; count < 512; count += 1) take(16);
    expect([...token]).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  });

  test('more than it holds is refused, nothing at all is no request', () => {
    const take = createRandomStore(counting().fill);
    expect(() => take(4097)).toThrow(RangeError);
    expect(take(0)).toHaveLength(0);
    expect(take(4096)).toHaveLength(4096);
  });
});
