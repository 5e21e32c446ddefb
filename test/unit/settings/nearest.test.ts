import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearest } from '../../../main/settings/nearest.ts';

const word = fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 8 });

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
    ['tpc4', 'tcp4', 1],
    ['intervalMs', 'intervallMs', 1],
  ])('%s, %s: %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test('is 0 for the same only, symmetric, and bounded by the longer word', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const distance = editDistance(a, b);
        expect(distance === 0).toBe(a === b);
        expect(editDistance(b, a)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length));
        expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      }),
    );
  });
});

describe('nearest', () => {
  const keys = ['anchors', 'intervalMs', 'timeoutMs', 'notifyAfterMs', 'dnsName'];

  test.each([
    ['anchor', 'anchors'],
    ['intervalms', 'intervalMs'],
    ['INTERVALMS', 'intervalMs'],
    ['timeout', 'timeoutMs'],
    ['dnsname', 'dnsName'],
  ])('%s -> %s', (written, meant) => {
    expect(nearest(written, keys)).toBe(meant);
  });

  test('a word that is near nothing has no suggestion', () => {
    expect(nearest('colour', keys)).toBeNull();
    expect(nearest('', keys)).toBeNull();
    expect(nearest('x'.repeat(100_000), keys)).toBeNull();
  });
});
