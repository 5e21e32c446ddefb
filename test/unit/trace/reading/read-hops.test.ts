import { describe, expect, test } from 'vitest';
import type { HopReading } from '../../../../main/domain/model/trace.ts';
import { readHops } from '../../../../main/domain/trace/reading/read-hops.ts';
import { type HopSketch, traceHop } from '../../../support/trace/views.ts';

const lossy = (lost: number, sent: number): HopSketch => ({ address: '192.0.2.1', sent, lost });
const read = (sketches: readonly (HopSketch | null)[], reached = true): HopReading[] =>
  readHops(
    sketches.map((sketch, index) => traceHop(index + 1, sketch)),
    reached,
  ).map(({ reading }) => reading);

describe('a destination that answers', () => {
  test.each<[string, (HopSketch | null)[], HopReading[]]>([
    ['nothing lost', [lossy(0, 3), lossy(0, 3)], ['clean', 'clean']],
    [
      'loss from the second hop on',
      [lossy(0, 100), lossy(20, 100), lossy(18, 100), lossy(23, 100)],
      ['clean', 'loss', 'loss', 'loss'],
    ],
    ['loss from the first hop on', [lossy(20, 100), lossy(20, 100)], ['loss', 'loss']],
    [
      'only the destination loses',
      [lossy(0, 100), lossy(0, 100), lossy(20, 100)],
      ['clean', 'clean', 'loss'],
    ],
    [
      'one hop limits its answers',
      [lossy(0, 100), lossy(60, 100), lossy(0, 100), lossy(0, 100)],
      ['clean', 'rate-limited', 'clean', 'clean'],
    ],
    [
      'one of two limits on top of loss',
      [lossy(20, 100), lossy(70, 100), lossy(22, 100), lossy(19, 100)],
      ['loss', 'rate-limited', 'loss', 'loss'],
    ],
    [
      'two neighbours limit',
      [lossy(50, 100), lossy(50, 100), lossy(0, 100)],
      ['rate-limited', 'rate-limited', 'clean'],
    ],
    [
      'the last router limits',
      [lossy(0, 100), lossy(50, 100), lossy(0, 100)],
      ['clean', 'rate-limited', 'clean'],
    ],
    [
      'a rate limit that loss begins behind',
      [lossy(60, 100), lossy(0, 100), lossy(20, 100), lossy(20, 100)],
      ['rate-limited', 'clean', 'loss', 'loss'],
    ],
    ['a silent hop on a clean path', [lossy(0, 10), null, lossy(0, 10)], ['clean', 'silent', 'clean']],
    [
      'a silent hop within loss',
      [lossy(0, 100), null, lossy(20, 100), lossy(20, 100)],
      ['clean', 'silent', 'loss', 'loss'],
    ],
    [
      'three queries, two lost at one hop of many',
      [lossy(0, 3), lossy(2, 3), lossy(0, 3), lossy(0, 3), lossy(0, 3)],
      ['clean', 'rate-limited', 'clean', 'clean', 'clean'],
    ],
    [
      'three queries, one lost in the middle',
      [lossy(0, 3), lossy(1, 3), lossy(0, 3)],
      ['clean', 'unknown', 'clean'],
    ],
    [
      'three queries, one lost at the end',
      [lossy(0, 3), lossy(0, 3), lossy(1, 3)],
      ['clean', 'clean', 'unknown'],
    ],
    ['too few to tell a small share from none', [lossy(2, 40), lossy(0, 40)], ['unknown', 'clean']],
    [
      'the same share over more hops tells',
      [lossy(5, 40), ...Array.from({ length: 9 }, () => lossy(0, 40))],
      ['rate-limited', ...Array.from({ length: 9 }, () => 'clean' as const)],
    ],
    ['nothing known yet', [lossy(0, 0), lossy(0, 0)], ['unknown', 'unknown']],
  ])('%s', (_, sketches, wanted) => {
    expect(read(sketches)).toEqual(wanted);
  });
});

describe('a path that ends', () => {
  test.each<[string, (HopSketch | null)[], HopReading[]]>([
    [
      'the last that answers loses alone: nobody can tell',
      [lossy(0, 100), lossy(30, 100), null, null],
      ['clean', 'unknown', 'silent', 'silent'],
    ],
    [
      'two that lose have each other only as witnesses',
      [lossy(0, 100), lossy(30, 100), lossy(30, 100), null],
      ['clean', 'unknown', 'unknown', 'silent'],
    ],
    [
      'three that lose alike: loss, up to the last',
      [lossy(0, 100), lossy(30, 100), lossy(30, 100), lossy(28, 100), null],
      ['clean', 'loss', 'loss', 'loss', 'silent'],
    ],
    [
      'a limited hop before clean ones is cleared all the same',
      [lossy(30, 100), lossy(0, 100), null],
      ['rate-limited', 'clean', 'silent'],
    ],
    ['all silent', [null, null], ['silent', 'silent']],
  ])('%s', (_, sketches, wanted) => {
    expect(read(sketches, false)).toEqual(wanted);
  });

  test('a destination heard from beyond a silent stretch is no witness', () => {
    expect(read([lossy(30, 100), null, null], true)).toEqual(['unknown', 'silent', 'silent']);
  });
});

test('over, a hop that never answered is silent although nobody says that its probes are lost', () => {
  const hops = [{ ...traceHop(1, null), lossPercent: null, interval95: null }, traceHop(2, lossy(0, 3))];
  expect(readHops(hops, true, true).map(({ reading }) => reading)).toEqual(['silent', 'clean']);
  expect(readHops(hops, true, false).map(({ reading }) => reading)).toEqual(['unknown', 'clean']);
  expect(readHops([traceHop(1, lossy(0, 0))], false, true)[0]?.reading).toBe('unknown');
});

test('what answered only late is not silent', () => {
  const hop = { ...traceHop(1, lossy(10, 10)), late: 10, lossPercent: 0 };
  expect(readHops([hop, traceHop(2, lossy(0, 10))], true)[0]?.reading).toBe('clean');
});

test('nothing but the reading is changed', () => {
  const hops = [traceHop(1, lossy(3, 10)), traceHop(2, null)];
  expect(readHops(hops, false).map((hop) => ({ ...hop, reading: 'unknown' }))).toEqual(hops);
  expect(readHops([], true)).toEqual([]);
});
