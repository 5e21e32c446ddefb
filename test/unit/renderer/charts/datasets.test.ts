import { describe, expect, test } from 'vitest';
import { dotRadii, spotsOf } from '../../../../renderer/charts/datasets.ts';
import { bucket } from './line-model.ts';

describe('what a chart is given', () => {
  test('a value between two holes gets a dot, one with a neighbour none', () => {
    const y = (values: (number | null)[]) => values.map((value, x) => ({ x, y: value }));
    expect(dotRadii(y([1, null, 2, null, 3, 4]))).toEqual([1.5, 0, 1.5, 0, 0, 0]);
    expect(dotRadii(y([1, 2, null, 3, 4]))).toBe(0);
    expect(dotRadii([])).toBe(0);
  });

  test('points lie in the middle of their buckets; no loss is no bar, nothing sent is nothing', () => {
    const buckets = [bucket(0, 10, 4, 20, 1), bucket(10, 10, 4, 21), bucket(20, 10, 0, null)];
    expect(spotsOf(buckets, 'meanMs')).toEqual([
      { x: 5, y: 20 },
      { x: 15, y: 21 },
      { x: 25, y: null },
    ]);
    expect(spotsOf(buckets, 'loss').map(({ y }) => y)).toEqual([25, null, null]);
  });
});
