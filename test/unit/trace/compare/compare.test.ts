import { describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import {
  comparedWith,
  compareTraces,
  isHealthyTrace,
} from '../../../../main/domain/trace/compare/compare.ts';
import { type HopSketch, traceView } from '../../../support/trace/views.ts';

type Sketch = HopSketch | string | null;
const PATH: readonly Sketch[] = [
  '192.168.1.1',
  '203.0.113.1',
  '203.0.113.9',
  '203.0.113.17',
  '198.51.100.99',
];
const SAME = 'The path is the same as when it was healthy.';
const baseline = traceView(PATH, { id: 'healthy' });
const silent = (count: number): null[] => Array.from({ length: count }, () => null);
const withHop = (ttl: number, hop: Sketch): readonly Sketch[] =>
  PATH.map((old, index) => (index === ttl - 1 ? hop : old));
const ended = (hops: readonly Sketch[], change: Partial<TraceView> = {}): TraceView =>
  traceView([...hops, ...silent(8)], {
    reached: false,
    destination: { address: '198.51.100.99', name: null },
    ...change,
  });

describe('no difference', () => {
  test.each<readonly [string, TraceView, TraceView]>([
    ['the same path', traceView(PATH), baseline],
    ['silent now', traceView(withHop(3, null)), baseline],
    ['silent then', traceView(PATH), traceView(withHop(3, null))],
    [
      'another order of the nodes of one hop',
      traceView(withHop(3, { address: '203.0.113.10', also: ['203.0.113.9'] })),
      baseline,
    ],
    [
      'one of several that were there',
      traceView(PATH),
      traceView(withHop(3, { address: '203.0.113.10', also: ['203.0.113.9'] })),
    ],
    [
      'another address under the same name',
      traceView(withHop(3, { address: '203.0.113.200', node: { name: 'core.example.com' } })),
      traceView(withHop(3, { address: '203.0.113.9', node: { name: 'core.example.com' } })),
    ],
    ['another machine of the same name at the end', traceView(withHop(5, '198.51.100.98')), baseline],
  ])('%s', (_, view, healthy) => {
    expect(compareTraces(view, healthy)).toMatchObject({ firstDifferentTtl: null, text: SAME });
  });

  test('cut short, the same as far as it goes: said so while nothing else is known', () => {
    const view = ended(PATH.slice(0, 3), { status: 'stopped' });
    expect(compareTraces(view, baseline)).toMatchObject({
      firstDifferentTtl: null,
      text: 'As far as it answers, the path is the same as when it was healthy.',
    });
  });

  test('what has not answered yet is not missing', () => {
    expect(
      compareTraces(ended(PATH.slice(0, 2), { status: 'running' }), baseline).firstDifferentTtl,
    ).toBeNull();
  });
});

describe('the first difference', () => {
  test.each<readonly [string, TraceView, number, string]>([
    [
      'another router, then the same path',
      traceView(withHop(3, '203.0.113.66')),
      3,
      'Hop 3 is the first that differs from the healthy path: 203.0.113.66 instead of 203.0.113.9; from hop 4 on the path is the same again.',
    ],
    [
      'another way to the end',
      traceView([
        '192.168.1.1',
        '203.0.113.1',
        '203.0.113.66',
        '203.0.113.67',
        '203.0.113.68',
        '198.51.100.99',
      ]),
      3,
      'Hop 3 is the first that differs from the healthy path: 203.0.113.66 instead of 203.0.113.9.',
    ],
    [
      'several now',
      traceView(
        withHop(3, { address: '203.0.113.66', also: ['203.0.113.67'], node: { name: 'x.example.com' } }),
      ),
      3,
      'Hop 3 is the first that differs from the healthy path: x.example.com (203.0.113.66) and 1 other instead of 203.0.113.9; from hop 4 on the path is the same again.',
    ],
    [
      'shorter',
      traceView(['192.168.1.1', '203.0.113.1', '198.51.100.99']),
      3,
      'Hop 3 is the first that differs from the healthy path: 198.51.100.99 instead of 203.0.113.9.',
    ],
    [
      'it ends',
      ended(PATH.slice(0, 2)),
      3,
      'Nothing answers behind hop 2; on the healthy path the next was hop 3, 203.0.113.9.',
    ],
    [
      'nothing answers',
      ended([]),
      1,
      'Nothing answers; on the healthy path the next was hop 1, 192.168.1.1.',
    ],
    [
      'differs first and ends later: the first is told',
      ended(['192.168.1.1', '203.0.113.66']),
      2,
      'Hop 2 is the first that differs from the healthy path: 203.0.113.66 instead of 203.0.113.1.',
    ],
  ])('%s', (_, view, ttl, text) => {
    expect(compareTraces(view, baseline)).toEqual({
      baseline: { id: 'healthy', atMs: baseline.startedMs },
      firstDifferentTtl: ttl,
      text,
    });
  });

  test('an end behind a hop that was silent when healthy: the first that is missed', () => {
    const healthy = traceView(withHop(3, null));
    expect(compareTraces(ended(PATH.slice(0, 2)), healthy).firstDifferentTtl).toBe(4);
  });
});

describe('healthy', () => {
  test.each<readonly [string, TraceView, boolean]>([
    ['done, reached, clean', baseline, true],
    [
      'a hop that limits its answers',
      traceView(withHop(3, { address: '203.0.113.9', sent: 100, lost: 80 })),
      true,
    ],
    ['a silent hop', traceView(withHop(3, null)), true],
    ['not reached', ended(PATH.slice(0, 2)), false],
    ['under way', traceView(PATH, { status: 'running' }), false],
    ['stopped', traceView(PATH, { status: 'stopped' }), false],
    [
      'not all could be sent',
      traceView(PATH, { warnings: [{ code: 'not-sent', text: 'Probes could not be sent: no route.' }] }),
      false,
    ],
    ['loss at the end', traceView(withHop(5, { address: '198.51.100.99', sent: 10, lost: 5 })), false],
  ])('%s', (_, view, healthy) => {
    expect(isHealthyTrace(view)).toBe(healthy);
  });
});

test('while nothing leaves this machine nothing is compared', () => {
  const warnings = [{ code: 'not-sent', text: 'Probes could not be sent: the network interface is down.' }];
  expect(comparedWith(ended(PATH, { warnings }), ended(PATH)).comparison).toBeNull();
  expect(comparedWith(ended(PATH), ended(PATH)).comparison).not.toBeNull();
});
