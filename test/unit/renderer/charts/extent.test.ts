import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extentOf, isWide, type Plot, timeAt } from '../../../../renderer/charts/extent.ts';

const PLOT: Plot = { left: 50, right: 550, top: 0, bottom: 80, fromMs: 1_000, toMs: 2_000 };

describe('places and times of a plot', () => {
  test('lead to each other, and never out of the plot', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 3_000 }), (one, other) => {
        const [fromMs, toMs] = [Math.min(one, other), Math.max(one, other)];
        const extent = extentOf(fromMs, toMs, PLOT);
        expect(extent === null).toBe(toMs < 1_000 || fromMs > 2_000);
        if (extent === null) return;
        expect(extent.x).toBeGreaterThanOrEqual(50);
        expect(extent.width).toBeGreaterThanOrEqual(2);
        if (fromMs >= 1_000 && toMs <= 2_000 && isWide(extent)) {
          expect(timeAt(extent.x, PLOT)).toBeCloseTo(fromMs, 6);
          expect(timeAt(extent.x + extent.width, PLOT)).toBeCloseTo(toMs, 6);
        }
      }),
    );
  });

  test('a place beside the plot is held at its end', () => {
    expect([timeAt(-10, PLOT), timeAt(900, PLOT)]).toEqual([1_000, 2_000]);
  });

  test('a second of ninety days is seen, within the plot', () => {
    const days: Plot = { ...PLOT, fromMs: 0, toMs: 90 * 86_400_000 };
    const last = extentOf(days.toMs - 1_000, days.toMs, days);
    expect(last?.width).toBe(2);
    expect((last?.x ?? 0) + 2).toBeCloseTo(550, 9);
    expect(isWide({ x: 0, width: 2 })).toBe(false);
  });
});
