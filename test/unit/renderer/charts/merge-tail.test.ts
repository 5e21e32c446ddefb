import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { mergeTail, tailQuery } from '../../../../renderer/charts/merge-tail.ts';
import { answerAt } from './line-model.ts';

const KINDS = ['icmp4', 'tcp4'] as const;
const START = 1_700_000_000_000;

const whole = (fromMs: number, nowMs: number, bucketMs: number) =>
  answerAt({ kinds: KINDS, fromMs: wallMs(fromMs), toMs: wallMs(nowMs), points: 1 }, nowMs, bucketMs);

describe('the end of a live range', () => {
  test('merged again and again it equals a fresh answer about the whole', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1_000, 2_000, 5_000, 60_000),
        fc.array(fc.integer({ min: 100, max: 90_000 }), { minLength: 1, maxLength: 12 }),
        (bucketMs, steps) => {
          const span = 100 * bucketMs;
          let nowMs = START;
          let shown = whole(nowMs - span, nowMs, bucketMs);
          for (const step of steps) {
            nowMs += step;
            const { fromMs, toMs } = tailQuery(shown, nowMs);
            const query = { kinds: KINDS, fromMs: wallMs(fromMs), toMs: wallMs(toMs), points: 1 };
            const merged = mergeTail(shown, answerAt(query, nowMs, bucketMs), nowMs - span);
            expect(merged).not.toBeNull();
            if (merged === null) return;
            shown = merged;
          }
          const fresh = whole(nowMs - span, nowMs, bucketMs);
          expect(shown.series).toEqual(fresh.series);
          expect([shown.fromMs, shown.toMs]).toEqual([fresh.fromMs, fresh.toMs]);
        },
      ),
    );
  });

  test('asks for whole buckets, so that the same width is picked again', () => {
    const { fromMs, toMs, points } = tailQuery(whole(START - 900_000, START, 2_000), START + 1_234);
    expect((toMs - fromMs) / points).toBe(2_000);
    expect(fromMs % 2_000).toBe(0);
    expect(fromMs).toBeLessThanOrEqual(START - 15_000);
    expect(toMs).toBeGreaterThanOrEqual(START + 1_234);
  });

  test('a loss that was taken back is corrected', () => {
    const full = whole(START - 60_000, START, 1_000);
    const query = tailQuery(full, START + 1_000);
    const tail = answerAt(
      { kinds: KINDS, fromMs: wallMs(query.fromMs), toMs: wallMs(query.toMs), points: query.points },
      START + 1_000,
      1_000,
    );
    const lossy = {
      ...full,
      series: full.series.map(({ kind, buckets }) => ({
        kind,
        buckets: buckets.map((one) => ({ ...one, lost: one.fromMs >= query.fromMs ? one.sent : 0 })),
      })),
    };
    const merged = mergeTail(lossy, tail, START - 59_000);
    expect(merged?.series[0]?.buckets.every(({ lost }) => lost === 0)).toBe(true);
  });

  test('gaps of both are kept once, what is older than the range is dropped', () => {
    const gap = (fromMs: number, toMs: number) =>
      ({ fromMs: wallMs(fromMs), toMs: wallMs(toMs), reason: 'sleep' }) as const;
    const full = {
      ...whole(START - 60_000, START, 1_000),
      gaps: [gap(START - 70_000, START - 58_000), gap(START - 40_000, START - 30_000)],
    };
    const query = { kinds: KINDS, fromMs: wallMs(START - 15_000), toMs: wallMs(START + 5_000), points: 20 };
    const tail = { ...answerAt(query, START + 5_000, 1_000), gaps: [gap(START - 2_000, START + 1_000)] };
    expect(mergeTail(full, tail, START - 55_000)?.gaps).toEqual([
      gap(START - 40_000, START - 30_000),
      gap(START - 2_000, START + 1_000),
    ]);
  });

  test('what does not fit is refused: other widths, other kinds, a hole between', () => {
    const full = whole(START - 60_000, START, 1_000);
    const tail = (fromMs: number, bucketMs: number) =>
      answerAt(
        { kinds: KINDS, fromMs: wallMs(fromMs), toMs: wallMs(fromMs + 20_000), points: 1 },
        fromMs,
        bucketMs,
      );
    expect(mergeTail(full, tail(START - 15_000, 2_000), START - 60_000)).toBeNull();
    expect(mergeTail(full, tail(START + 5_000, 1_000), START - 60_000)).toBeNull();
    const other = { ...tail(START - 15_000, 1_000), series: [] };
    expect(mergeTail(full, other, START - 60_000)).toBeNull();
  });
});
