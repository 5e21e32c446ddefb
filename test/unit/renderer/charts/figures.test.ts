import { describe, expect, test } from 'vitest';
import { niceTop } from '../../../../renderer/charts/axis-top.ts';
import { figuresOf, LINES, lossOf, topOf } from '../../../../renderer/charts/figures.ts';
import { bucket } from './line-model.ts';

const ALL = new Set(LINES);

describe('the legend', () => {
  test('least, most and newest; what was not answered is passed over', () => {
    const buckets = [bucket(0, 1, 3, 20), bucket(1, 1, 3, 5), bucket(2, 1, 3, 12), bucket(3, 1, 3, null, 3)];
    expect(figuresOf(buckets, 'meanMs')).toEqual({ min: 5, max: 20, now: 12 });
    expect(figuresOf(buckets, 'loss')).toEqual({ min: 0, max: 100, now: 100 });
  });

  test('nothing measured has no figures', () => {
    expect(figuresOf([bucket(0, 1, 0, null)], 'loss')).toEqual({ min: null, max: null, now: null });
    expect(lossOf([bucket(0, 1, 0, null)])).toBeNull();
  });

  test('the loss of a range counts probes, not buckets', () => {
    expect(lossOf([bucket(0, 1, 9, 1), bucket(1, 1, 1, null, 1)])).toBe(0.1);
  });
});

describe('the top of the axis', () => {
  const calm = Array.from({ length: 200 }, (_, index) => bucket(index, 1, 1, 20));

  test('is a little above the highest value as long as that leaves the rest readable', () => {
    expect(topOf([...calm, bucket(200, 1, 1, 30)], ALL)).toBeCloseTo(31.5, 9);
  });

  test('a lone peak is cut off rather than squash all others', () => {
    expect(topOf([...calm, bucket(200, 1, 1, 900)], ALL)).toBeCloseTo(33.6, 9);
  });

  test('a high stretch is no peak', () => {
    const high = Array.from({ length: 60 }, (_, index) => bucket(200 + index, 1, 1, 900));
    expect(topOf([...calm, ...high], ALL)).toBeCloseTo(945, 9);
  });

  test('lines that are hidden do not count, and nothing at all has a top too', () => {
    const uneven = calm.map((one) => ({ ...one, maxMs: 500 }));
    expect(topOf(uneven, new Set(['meanMs']))).toBeCloseTo(21, 9);
    expect(topOf([], ALL)).toBe(1);
  });

  test.each([
    [0.3, 0.3],
    [1, 1],
    [11, 12],
    [17, 20],
    [54, 60],
    [61, 80],
    [812, 1000],
    [1000, 1000],
  ])('%d ms is rounded up to %d ms', (top, nice) => {
    expect(niceTop(top)).toBeCloseTo(nice, 9);
  });
});
