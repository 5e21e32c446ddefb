import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { axisOf } from '../../../../renderer/dashboard/range/axis.ts';

const MINUTE = 60_000;
const NOW = 1_700_000_000_123;

describe('the axis', () => {
  test('of a fixed range is that range', () => {
    expect(axisOf({ mode: 'fixed', fromMs: 5, toMs: 9 }, NOW, 1_000)).toMatchObject({ fromMs: 5, toMs: 9 });
  });

  test('of a live one moves by whole buckets, is as long as chosen and never leaves out the present', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.constantFrom(1_000, 5_000, 15_000),
        (later, bucketMs) => {
          const { fromMs, toMs } = axisOf({ mode: 'live', spanMs: 15 * MINUTE }, NOW + later, bucketMs);
          expect(toMs - fromMs).toBe(15 * MINUTE);
          expect(toMs % bucketMs).toBe(0);
          expect(toMs - (NOW + later)).toBeGreaterThanOrEqual(0);
          expect(toMs - (NOW + later)).toBeLessThan(bucketMs);
        },
      ),
    );
  });

  test('buckets of another range that are too wide for this one do not push it into the future', () => {
    const { toMs } = axisOf({ mode: 'live', spanMs: 15 * MINUTE }, NOW, 12 * 60 * MINUTE);
    expect(toMs - NOW).toBeLessThanOrEqual((15 * MINUTE) / 40);
  });
});
