import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesText,
  countOf,
  countText,
  millisecondsText,
  percentRangeText,
  percentText,
} from '../../../main/domain/words/numbers.ts';

describe('milliseconds', () => {
  test.each([
    [null, '-'],
    [0, '0.00 ms'],
    [0.423, '0.42 ms'],
    [9.994, '9.99 ms'],
    [9.996, '10.0 ms'],
    [21.34, '21.3 ms'],
    [99.96, '100 ms'],
    [340.4, '340 ms'],
    [12_345.6, '12,346 ms'],
  ])('%s -> %s', (ms, text) => {
    expect(millisecondsText(ms)).toBe(text);
  });
});

describe('percent', () => {
  test.each([
    [0, '0 %'],
    [0.0004, '<0.1 %'],
    [0.003, '0.3 %'],
    [0.05, '5 %'],
    [0.0421, '4.2 %'],
    [0.42, '42 %'],
    [0.995, '99.5 %'],
    [0.9999, '>99.9 %'],
    [1, '100 %'],
  ])('%s -> %s', (share, text) => {
    expect(percentText(share)).toBe(text);
  });

  test('something is never shown as nothing, nor nearly all as all', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true, minExcluded: true, maxExcluded: true }),
        (share) => {
          expect(['0 %', '100 %']).not.toContain(percentText(share));
        },
      ),
    );
  });

  test('an interval has its unit once', () => {
    expect(percentRangeText([0, 0.12351])).toBe('0-12.4 %');
  });
});

describe('counts and bytes', () => {
  test('thousands are grouped', () => {
    expect(countText(1_234_567)).toBe('1,234,567');
    expect(countText(999)).toBe('999');
  });

  test('one is singular', () => {
    expect(countOf(1, 'probe')).toBe('1 probe');
    expect(countOf(0, 'probe')).toBe('0 probes');
    expect(countOf(2, 'reply', 'replies')).toBe('2 replies');
  });

  test.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [1_440_000, '1.4 MB'],
    [999_600, '1 MB'],
    [250_000_000, '250 MB'],
  ])('%s bytes -> %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});
