import { describe, expect, test } from 'vitest';
import { createIdentifications } from '../../../../helper/probe/train/identification.ts';

describe('IP-IDs of trains', () => {
  test.each([0, 1, 0xfffe, 0xffff])('begun at %i: all but 0, each once before any comes again', (first) => {
    const next = createIdentifications(first);
    const round = Array.from({ length: 0xffff }, next);
    const seen = new Set(round);
    expect(seen.size).toBe(0xffff);
    expect(seen.has(0)).toBe(false);
    expect(Math.max(...seen)).toBe(0xffff);
    expect(next()).toBe(round[0]);
  });
});
