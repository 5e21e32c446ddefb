import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestRank, summarize } from '../../../main/domain/statistics/summary.ts';

const times = fc.array(fc.double({ min: 0, max: 100_000, noNaN: true }), { minLength: 1, maxLength: 300 });

describe('summarize', () => {
  test('nothing measured is null, not zeros', () => {
    expect(summarize([])).toBeNull();
  });

  test('one value is every figure, without spread', () => {
    expect(summarize([21.5])).toEqual({
      min: 21.5,
      mean: 21.5,
      p50: 21.5,
      p95: 21.5,
      p99: 21.5,
      max: 21.5,
      stddev: 0,
    });
  });

  test('1 to 100 in any order: the ranks are the values', () => {
    const shuffled = Array.from({ length: 100 }, (_, index) => ((index * 37) % 100) + 1);
    expect(summarize(shuffled)).toMatchObject({ min: 1, mean: 50.5, p50: 50, p95: 95, p99: 99, max: 100 });
    expect(summarize(shuffled)?.stddev).toBeCloseTo(Math.sqrt((100 ** 2 - 1) / 12), 10);
  });

  test('20 values: rank 19 is p95, though 0.95 * 20 is a little more than 19 in binary', () => {
    const twenty = Array.from({ length: 20 }, (_, index) => index + 1);
    expect(nearestRank(twenty, 0.95)).toBe(19);
    expect(nearestRank(twenty, 0.99)).toBe(20);
  });

  test('percentiles are measured values, in order, between min and max', () => {
    fc.assert(
      fc.property(times, (values) => {
        const summary = summarize(values);
        expect(summary).not.toBeNull();
        if (summary === null) return;
        const { min, p50, p95, p99, max, mean, stddev } = summary;
        expect([min, p50, p95, p99, max]).toEqual([min, p50, p95, p99, max].toSorted((a, b) => a - b));
        for (const figure of [min, p50, p95, p99, max]) expect(values).toContain(figure);
        expect(mean).toBeGreaterThanOrEqual(min - 1e-9);
        expect(mean).toBeLessThanOrEqual(max + max * 1e-12);
        expect(stddev).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('a percentile leaves no more than its share above', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, share) => {
        const sorted = values.toSorted((a, b) => a - b);
        const figure = nearestRank(sorted, share);
        const notAbove = sorted.filter((value) => value <= figure).length;
        expect(notAbove / sorted.length).toBeGreaterThanOrEqual(share - 1e-9);
      }),
    );
  });

  test('shifting every value shifts the mean and leaves the spread', () => {
    fc.assert(
      fc.property(times, (values) => {
        const moved = summarize(values.map((value) => value + 1000));
        const still = summarize(values);
        expect(moved?.mean).toBeCloseTo((still?.mean ?? 0) + 1000, 6);
        expect(moved?.stddev).toBeCloseTo(still?.stddev ?? 0, 6);
      }),
    );
  });
});
