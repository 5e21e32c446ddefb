import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Sketch, sketchFromBytes, sketchToBytes } from '../../../main/domain/statistics/sketch.ts';

/** From a microsecond to 11 days, over all magnitudes alike; zero among them. */
const roundTrip = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -2.9, max: 8.9, noNaN: true }).map((power) => 10 ** power) },
  { weight: 1, arbitrary: fc.constant(0) },
);
const values = fc.array(roundTrip, { minLength: 1, maxLength: 400 });
const quantile = fc.double({ min: 0, max: 1, noNaN: true });

function sketchOf(valuesMs: readonly number[]): Sketch {
  const sketch = new Sketch();
  for (const value of valuesMs) sketch.add(value);
  return sketch;
}

/** The lowest value that at least the share `q` of all does not exceed. */
function exact(valuesMs: readonly number[], q: number): number {
  const sorted = [...valuesMs].sort((a, b) => a - b);
  const at = sorted.findIndex((_, index) => (index + 1) / sorted.length >= q - 1e-12);
  return sorted[at] ?? Number.NaN;
}

const bytesOf = (sketch: Sketch): readonly number[] => [...sketchToBytes(sketch)];

describe('sketch', () => {
  test('every quantile is within 1 % of the exact one', () => {
    fc.assert(
      fc.property(values, quantile, (valuesMs, q) => {
        const truth = exact(valuesMs, q);
        const told = sketchOf(valuesMs).quantile(q) ?? Number.NaN;
        // Below a microsecond a round trip is told as zero.
        expect(Math.abs(told - truth)).toBeLessThanOrEqual(Math.max(0.0100001 * truth, 0.001));
      }),
    );
  });

  test('merging in any order and grouping equals adding everything to one', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        const whole = bytesOf(sketchOf([...a, ...b, ...c]));
        const left = sketchOf(a);
        left.merge(sketchOf(b));
        left.merge(sketchOf(c));
        const right = sketchOf(c);
        const middle = sketchOf(b);
        middle.merge(sketchOf(a));
        right.merge(middle);
        expect(bytesOf(left)).toEqual(whole);
        expect(bytesOf(right)).toEqual(whole);
      }),
    );
  });

  test('its bytes hold all of it', () => {
    fc.assert(
      fc.property(values, (valuesMs) => {
        const sketch = sketchOf(valuesMs);
        const back = sketchFromBytes(sketchToBytes(sketch));
        expect(back?.count).toBe(valuesMs.length);
        expect(back === null ? null : bytesOf(back)).toEqual(bytesOf(sketch));
      }),
    );
  });

  test('never throws on bytes of any origin; what it accepts it writes back to the same sketch', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.boolean(), (noise, headed) => {
        const read = sketchFromBytes(headed ? Uint8Array.of(1, ...noise) : noise);
        if (read === null) return;
        const again = sketchFromBytes(sketchToBytes(read));
        expect(again?.count).toBe(read.count);
      }),
    );
  });
});
