import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  MAX_WIDTH_MS,
  MIN_WIDTH_MS,
  type RangeAction,
  rangeAfter,
  SPANS,
  START_RANGE,
  visibleRange,
} from '../../../../renderer/dashboard/range/range.ts';
import { stepForKey } from '../../../../renderer/dashboard/range/range-keys.ts';
import type { RangeStack } from '../../../../renderer/dashboard/range/types.ts';

const NOW = 1_700_000_000_000;
const stepped = (actions: readonly RangeAction[], start: RangeStack = START_RANGE): RangeStack =>
  actions.reduce((stack, action) => rangeAfter(stack, action, NOW), start);

const finite = { noNaN: true, noDefaultInfinity: true } as const;
const action: fc.Arbitrary<RangeAction> = fc.oneof(
  fc.record({ type: fc.constant('span' as const), spanMs: fc.constantFrom(...SPANS.map(({ ms }) => ms)) }),
  fc.record({
    type: fc.constant('zoom' as const),
    fromMs: fc.double({ min: 0, max: 2 * NOW, ...finite }),
    toMs: fc.double({ min: 0, max: 2 * NOW, ...finite }),
  }),
  fc.record({ type: fc.constant('pan' as const), share: fc.double({ min: -2, max: 2, ...finite }) }),
  fc.record({ type: fc.constant('scale' as const), factor: fc.double({ min: 0.01, max: 100, ...finite }) }),
  fc.record({ type: fc.constant('back' as const) }),
  fc.record({ type: fc.constant('follow' as const), live: fc.boolean() }),
);

describe('laws', () => {
  test('whatever is done, the range has a width that can be shown and ends by now', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
        const { fromMs, toMs } = visibleRange(stepped(actions).current, NOW);
        expect(toMs).toBeLessThanOrEqual(NOW);
        expect(toMs - fromMs).toBeGreaterThanOrEqual(MIN_WIDTH_MS - 1);
        expect(toMs - fromMs).toBeLessThanOrEqual(MAX_WIDTH_MS + 1);
      }),
    );
  });

  test('back undoes every step, and the way back is bounded', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), action, (actions, last) => {
        const before = stepped(actions);
        const next = rangeAfter(before, last, NOW);
        expect(next.before.length).toBeLessThanOrEqual(50);
        if (next === before || last.type === 'back') return;
        expect(rangeAfter(next, { type: 'back' }, NOW).current).toEqual(before.current);
      }),
    );
  });
});

describe('steps', () => {
  test('a span follows the clock', () => {
    const { current } = stepped([{ type: 'span', spanMs: 3_600_000 }]);
    expect(visibleRange(current, NOW + 5_000)).toEqual({
      fromMs: NOW + 5_000 - 3_600_000,
      toMs: NOW + 5_000,
    });
  });

  test('zoomed it stands still, and live again it keeps its width', () => {
    const zoomed = stepped([{ type: 'zoom', fromMs: NOW - 600_000, toMs: NOW - 300_000 }]);
    expect(visibleRange(zoomed.current, NOW + 60_000)).toMatchObject({
      fromMs: NOW - 600_000,
      toMs: NOW - 300_000,
    });
    const live = rangeAfter(zoomed, { type: 'follow', live: true }, NOW);
    expect(live.current).toEqual({ mode: 'live', spanMs: 300_000 });
  });

  test('panning stops at the present', () => {
    const stack = stepped([{ type: 'pan', share: 0.5 }]);
    expect(stack).toBe(START_RANGE);
    const past = stepped([
      { type: 'pan', share: -1 },
      { type: 'pan', share: 5 },
    ]);
    expect(visibleRange(past.current, NOW).toMs).toBe(NOW);
  });

  test('keys do what their signs say, others nothing', () => {
    expect(stepForKey('ArrowLeft')).toEqual({ type: 'pan', share: -0.25 });
    expect(stepForKey('+')).toEqual({ type: 'scale', factor: 0.5 });
    expect(stepForKey('Escape')).toEqual({ type: 'back' });
    expect(stepForKey('a')).toBeNull();
  });
});
