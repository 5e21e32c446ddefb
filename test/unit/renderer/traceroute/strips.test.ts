import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TraceSample } from '../../../../main/domain/model/trace.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { columnsOf, stripSpan } from '../../../../renderer/traceroute/strip/columns.ts';
import { drawStrip } from '../../../../renderer/traceroute/strip/draw-strip.ts';
import { keepSamples, mergeSamples } from '../../../../renderer/traceroute/strip/sample-store.ts';
import { hop, view } from '../../../support/renderer/scenes/trace-parts.ts';

const at = (ms: number, rttMs: number | null = 10): TraceSample => ({ atMs: wallMs(ms), rttMs });
const times = (samples: readonly TraceSample[]): readonly number[] => samples.map(({ atMs }) => atMs);

describe('what is kept', () => {
  test('goes on where a view carries the latest only', () => {
    expect(times(mergeSamples([at(1), at(2), at(3)], [at(3), at(4)]))).toEqual([1, 2, 3, 4]);
  });

  test('a late answer takes the loss back', () => {
    const merged = mergeSamples([at(1), at(2, null)], [at(2, 40), at(3)]);
    expect(merged.map(({ rttMs }) => rttMs)).toEqual([10, 40, 10]);
  });

  test('several of one time all stay', () => {
    expect(times(mergeSamples([at(1), at(2), at(2)], [at(2), at(2), at(2)]))).toEqual([1, 2, 2, 2]);
  });

  test('no more than so many, the oldest go', () => {
    expect(times(mergeSamples([at(1), at(2)], [at(3)], 2))).toEqual([2, 3]);
    expect(times(mergeSamples([at(1)], [], 2))).toEqual([1]);
  });

  test('a stream told by windows of it is kept whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 10 }),
        (steps, window) => {
          let now = 0;
          const whole: TraceSample[] = [];
          let kept: readonly TraceSample[] = [];
          for (const step of steps) {
            now += step + 1;
            whole.push(at(now));
            kept = mergeSamples(kept, whole.slice(-window));
          }
          expect(kept).toEqual(whole);
        },
      ),
    );
  });

  test('of another trace nothing is kept, nor of a hop that is no longer there', () => {
    const one = view({
      id: 'one',
      hops: [hop({ ttl: 1, usual: 1, nodes: [] }, 5), hop({ ttl: 2, usual: 1, nodes: [] }, 5)],
    });
    const kept = keepSamples(new Map(), one, false);
    expect([...kept.keys()]).toEqual([1, 2]);
    expect([...keepSamples(kept, { ...one, hops: one.hops.slice(0, 1) }, true).keys()]).toEqual([1]);
    const other = keepSamples(kept, { ...one, hops: [hop({ ttl: 1, usual: 1, nodes: [] }, 2)] }, false);
    expect(other.get(1)).toHaveLength(2);
  });
});

describe('time', () => {
  test('fills from the start, then glides by whole seconds', () => {
    expect(stripSpan(10_400, 10_400, 120_000)).toEqual({ fromMs: 10_000, toMs: 130_000 });
    expect(stripSpan(10_400, 130_001, 120_000)).toEqual({ fromMs: 11_000, toMs: 131_000 });
    expect(stripSpan(10_400, 130_900, 120_000)).toEqual({ fromMs: 11_000, toMs: 131_000 });
  });

  test('by pixels: mean, extremes and losses of what falls on one', () => {
    const samples = [at(0, 10), at(4, 30), at(5, null), at(50, null), at(99, 5)];
    expect(columnsOf(samples, { fromMs: 0, toMs: 100 }, 10)).toEqual([
      { x: 0, meanMs: 20, minMs: 10, maxMs: 30, lost: 1, sent: 3 },
      { x: 5, meanMs: null, minMs: null, maxMs: null, lost: 1, sent: 1 },
      { x: 9, meanMs: 5, minMs: 5, maxMs: 5, lost: 0, sent: 1 },
    ]);
  });

  test('what is outside is not drawn, what is on the edge is', () => {
    expect(columnsOf([at(1), at(100), at(101)], { fromMs: 2, toMs: 100 }, 10).map(({ x }) => x)).toEqual([9]);
  });
});

/** Notes what is drawn. */
function notebook() {
  const calls: (readonly [string, ...number[]])[] = [];
  const note =
    (name: string) =>
    (...numbers: number[]): void => {
      calls.push([name, ...numbers]);
    };
  const context = {
    ...Object.fromEntries(
      ['clearRect', 'fillRect', 'beginPath', 'moveTo', 'lineTo', 'stroke', 'fill'].map((name) => [
        name,
        note(name),
      ]),
    ),
  } as unknown as CanvasRenderingContext2D;
  return { calls, context };
}

describe('the drawing', () => {
  const colors = { line: 'blue', spread: 'grey', loss: 'red', base: 'grey' };
  const draw = (samples: readonly TraceSample[]) => {
    const { calls, context } = notebook();
    const columns = columnsOf(samples, { fromMs: 0, toMs: 100 }, 100);
    drawStrip(context, { columns, width: 100, height: 32, endMs: 20, colors });
    return calls;
  };
  const starts = (calls: ReturnType<typeof draw>): number =>
    calls.filter(([name]) => name === 'moveTo').length;

  test('no line leads through a loss', () => {
    expect(starts(draw([at(1), at(2), at(3)]))).toBe(1);
    expect(starts(draw([at(1), at(2, null), at(3)]))).toBe(2);
  });

  test('nor through a time without samples', () => {
    expect(starts(draw([at(1), at(2), at(40)]))).toBe(2);
  });

  test('a peak beyond the scale is marked and stays inside', () => {
    const calls = draw([at(1, 500)]);
    expect(calls.filter(([name]) => name === 'fill')).toHaveLength(1);
    const heights = calls.filter(([name]) => name === 'lineTo').map(([, , y]) => y ?? -1);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
  });

  test('nothing at all is drawn as nothing', () => {
    expect(starts(draw([]))).toBe(0);
  });
});
