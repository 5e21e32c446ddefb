import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wilson95 } from '../../../main/domain/statistics/wilson.ts';

const trial = fc
  .integer({ min: 1, max: 5000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe('wilson95', () => {
  test('nothing tried: anything is possible', () => {
    expect(wilson95(0, 0)).toEqual([0, 1]);
  });

  test('values from the closed form', () => {
    // z^2 / (n + z^2) is the upper end for no hits.
    const z2 = 1.959963984540054 ** 2;
    expect(wilson95(0, 30)[0]).toBe(0);
    expect(wilson95(0, 30)[1]).toBeCloseTo(z2 / (30 + z2), 12);
    expect(wilson95(5, 10)[0]).toBeCloseTo(0.2366, 4);
    expect(wilson95(5, 10)[1]).toBeCloseTo(0.7634, 4);
  });

  test('holds the share seen, lies within 0 and 1, and mirrors', () => {
    fc.assert(
      fc.property(trial, ([hits, trials]) => {
        const [low, high] = wilson95(hits, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / trials);
        expect(high).toBeGreaterThanOrEqual(hits / trials);
        const [mirroredLow, mirroredHigh] = wilson95(trials - hits, trials);
        expect(mirroredLow).toBeCloseTo(1 - high, 10);
        expect(mirroredHigh).toBeCloseTo(1 - low, 10);
      }),
    );
  });

  test('more trials narrow it', () => {
    fc.assert(
      fc.property(trial, ([hits, trials]) => {
        const [low, high] = wilson95(hits, trials);
        const [nearLow, nearHigh] = wilson95(hits * 4, trials * 4);
        expect(nearHigh - nearLow).toBeLessThan(high - low);
      }),
    );
  });
});
