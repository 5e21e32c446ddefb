import { describe, expect, test } from 'vitest';
import type { TraceHop } from '../../../main/domain/model/trace.ts';
import type { TraceFacts } from '../../../main/domain/trace/types.ts';
import { endingAt, joined, wantsMore } from '../../../main/encapsulation/relayed/passes.ts';
import { hop, node } from '../cli/trace/views.ts';
import { OWN } from './fake-paths.ts';

const SENT = { sent: 2, received: 2, lossPercent: 0 } as const;
const router = (ttl: number, change: Partial<TraceHop> = {}) =>
  hop(ttl, [node(`198.51.100.${ttl}`)], { ...SENT, ...change });
const silent = (ttl: number) => hop(ttl, [], { sent: 2, received: 0, lossPercent: 100 });
const end = (ttl: number, change: Partial<TraceHop> = {}) => hop(ttl, [node(OWN)], { ...SENT, ...change });

const facts = (hops: readonly TraceHop[], change: Partial<TraceFacts> = {}): TraceFacts => ({
  reached: true,
  rounds: 1,
  sent: 8,
  received: 6,
  late: 0,
  duplicate: 0,
  hops,
  changes: [],
  links: [],
  pathMtu: null,
  warnings: [],
  ...change,
});

const shape = ({ hops }: TraceFacts) =>
  hops.map(({ ttl, nodes }) => `${ttl} ${nodes[0]?.address ?? '*'}`).join(', ');

describe('an end that lies nearer than its first answer', () => {
  test('is put there, and what did not come back from there is its loss', () => {
    const moved = endingAt(facts([router(1), silent(2), silent(3), end(4)]), 2);
    expect(shape(moved)).toBe(`1 198.51.100.1, 2 ${OWN}`);
    expect(moved.hops[1]).toMatchObject({ sent: 6, received: 2 });
    expect(moved.hops[1]?.lossPercent).toBeCloseTo(66.7, 1);
    expect(moved.hops[1]?.interval95?.[0]).toBeGreaterThan(20);
  });

  test.each<[string, TraceFacts, number | null, string]>([
    [
      'not in front of a router',
      facts([router(1), router(2), silent(3), end(4)]),
      1,
      `1 198.51.100.1, 2 198.51.100.2, 3 ${OWN}`,
    ],
    ['not farther', facts([router(1), end(2)]), 5, `1 198.51.100.1, 2 ${OWN}`],
    ['nobody knows where', facts([silent(1), end(2)]), null, `1 *, 2 ${OWN}`],
    ['none was reached', facts([silent(1), router(2)], { reached: false }), 1, '1 *, 2 198.51.100.2'],
  ])('%s', (_, known, ttl, expected) => {
    expect(shape(endingAt(known, ttl))).toBe(expected);
  });
});

describe('two passes', () => {
  test.each<[string, TraceFacts, TraceFacts, string]>([
    [
      'the nearer end counts',
      facts([router(1), end(2)]),
      facts([router(1), silent(2), end(3)]),
      `1 198.51.100.1, 2 ${OWN}`,
    ],
    [
      'also of the later one',
      facts([router(1), silent(2), end(3)]),
      facts([router(1), end(2)]),
      `1 198.51.100.1, 2 ${OWN}`,
    ],
    [
      'whom only the first saw',
      facts([router(1), end(2)]),
      facts([silent(1), end(2)]),
      `1 198.51.100.1, 2 ${OWN}`,
    ],
    [
      'only the first got there',
      facts([router(1), end(2)]),
      facts([router(1)], { reached: false }),
      `1 198.51.100.1, 2 ${OWN}`,
    ],
    [
      'neither did',
      facts([router(1), router(2)], { reached: false }),
      facts([], { reached: false }),
      '1 198.51.100.1, 2 198.51.100.2',
    ],
  ])('%s', (_, before, after, expected) => {
    const both = joined(before, after);
    expect(shape(both)).toBe(expected);
    expect([both.sent, both.received]).toEqual([16, 12]);
  });
});

describe('a further pass', () => {
  const lossy = facts([router(1, { received: 1, lossPercent: 50 }), end(2)]);
  test.each<[string, TraceFacts, number, boolean]>([
    ['nothing open', facts([router(1), end(2)]), 0, false],
    ['a loss', lossy, 0, true],
    ['a loss again', lossy, 1, true],
    ['not without end', lossy, 2, false],
    ['somebody silent', facts([silent(1), end(2)]), 0, true],
    ['still silent', facts([silent(1), end(2)]), 1, false],
    ['silence at the end', facts([router(1), silent(2)], { reached: false }), 0, false],
    ['nobody answers', facts([silent(1), silent(2)], { reached: false }), 0, false],
  ])('%s', (_, known, pass, expected) => {
    expect(wantsMore(known, pass)).toBe(expected);
  });
});
