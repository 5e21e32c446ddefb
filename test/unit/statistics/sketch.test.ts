import { describe, expect, test } from 'vitest';
import {
  bucketOf,
  floorOf,
  MAX_BUCKET,
  middleOf,
  Sketch,
  sketchFromBytes,
  sketchToBytes,
} from '../../../main/domain/statistics/sketch.ts';

function sketchOf(...valuesMs: number[]): Sketch {
  const sketch = new Sketch();
  for (const value of valuesMs) sketch.add(value);
  return sketch;
}

describe('sketch', () => {
  test('an empty one knows no quantile and survives its bytes', () => {
    expect(new Sketch().quantile(0.5)).toBeNull();
    expect(sketchFromBytes(sketchToBytes(new Sketch()))?.count).toBe(0);
  });

  test.each([
    [0.5, 2],
    [0.95, 9],
    [0.99, 9],
    [0, 1],
    [1, 9],
  ])('quantile %d of three to nine values is that of the nearest rank', (q, ofNine) => {
    const close = (told: number | null, value: number): void => {
      expect(Math.abs((told ?? Number.NaN) - value) / value).toBeLessThanOrEqual(0.01);
    };
    close(sketchOf(1, 2, 9).quantile(q), ofNine);
    close(sketchOf(1, 1, 1, 2, 2, 2, 9, 9, 9).quantile(q), ofNine);
  });

  test('zero and what no clock can tell from it share the zero bucket', () => {
    const sketch = sketchOf(0, 0.0005, 0.001, -1, Number.NaN);
    expect(sketch.quantile(1)).toBe(0);
    expect(sketch.count).toBe(5);
  });

  test('huge values are counted at the upper end', () => {
    for (const huge of [1e9, 1e12, Number.MAX_VALUE, Number.POSITIVE_INFINITY]) {
      expect(bucketOf(huge)).toBe(MAX_BUCKET);
    }
    const far = sketchOf(0, 15, Number.POSITIVE_INFINITY).quantile(1) ?? 0;
    expect(Math.abs(far - 1e9) / 1e9).toBeLessThanOrEqual(0.01 + 1e-9);
  });

  test('a bucket stands for all it holds within 1 %', () => {
    for (let bucket = 1; bucket <= MAX_BUCKET; bucket += 1) {
      const low = floorOf(bucket);
      const high = bucket < MAX_BUCKET ? floorOf(bucket + 1) : 1e9;
      expect(Math.abs(middleOf(bucket) - low) / low).toBeLessThanOrEqual(0.0101);
      expect(Math.abs(middleOf(bucket) - high) / high).toBeLessThanOrEqual(0.0101);
    }
  });

  test('golden bytes: format 1, then distance and count of each bucket', () => {
    const sketch = new Sketch();
    sketch.addBucket(0, 1);
    sketch.addBucket(3, 2);
    sketch.addBucket(200, 300);
    // format | 3 buckets | 0 x1 | +3 x2 | +197 x300
    expect([...sketchToBytes(sketch)]).toEqual([1, 3, 0, 1, 3, 2, 0xc5, 0x01, 0xac, 0x02]);
  });

  test.each([
    ['nothing', []],
    ['a newer format', [2, 0]],
    ['no bucket count', [1]],
    ['fewer buckets than promised', [1, 2, 5, 1]],
    ['more buckets than promised', [1, 1, 5, 1, 1, 1]],
    ['a number cut short', [1, 1, 5, 0x81]],
    ['an empty bucket', [1, 1, 5, 0]],
    ['the same bucket twice', [1, 2, 5, 1, 0, 1]],
    ['a bucket beyond the last', [1, 1, 0xff, 0x7f, 1]],
    ['an endless number', [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]],
  ])('refuses %s', (_, bytes) => {
    expect(sketchFromBytes(Uint8Array.from(bytes))).toBeNull();
  });

  test('a minute of a usual line takes some 30 bytes', () => {
    const sketch = new Sketch();
    for (let i = 0; i < 60; i += 1) sketch.add(15 + (i % 10) * 0.4);
    expect(sketchToBytes(sketch).length).toBeLessThan(40);
  });
});
