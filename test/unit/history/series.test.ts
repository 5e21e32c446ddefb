import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { SeriesAnswer, SeriesQuery } from '../../../main/domain/model/series.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { answerSeries } from '../../../main/history/series/answer.ts';
import { planOf } from '../../../main/history/series/plan.ts';
import {
  DAY_MS,
  gap,
  HOUR_MS,
  MINUTE_MS,
  openStore,
  sample,
  stream,
  T0,
  type TestStore,
} from './fixtures.ts';

function ask(
  { store }: TestStore,
  fromMs: number,
  toMs: number,
  points: number,
  change: Partial<SeriesQuery> = {},
): SeriesAnswer {
  const query = { kinds: ['icmp4'] as const, fromMs: wallMs(fromMs), toMs: wallMs(toMs), points, ...change };
  return answerSeries(store.database, query);
}

const NOTHING_KEPT = { raw: null, minute: null, hour: null };

describe('a chart', () => {
  test('raw: exact percentiles by rank, all anchors of the kind together', () => {
    const held = openStore();
    held.store.commit(stream(T0, 50, { anchor: 'a' }, (i) => 1 + i));
    held.store.commit(stream(T0, 50, { anchor: 'b' }, (i) => 51 + i));
    const answer = ask(held, T0, T0 + MINUTE_MS, 1);
    expect(answer).toMatchObject({ resolution: 'raw', bucketMs: MINUTE_MS });
    expect(answer.series[0]?.buckets).toEqual([
      {
        fromMs: T0,
        toMs: T0 + MINUTE_MS,
        minMs: 1,
        meanMs: 50.5,
        p50Ms: 50,
        p95Ms: 95,
        p99Ms: 99,
        maxMs: 100,
        sent: 100,
        received: 100,
        lost: 0,
        late: 0,
        gap: null,
      },
    ]);
    const one = ask(held, T0, T0 + MINUTE_MS, 1, { anchor: 'b' });
    expect(one.series[0]?.buckets[0]).toMatchObject({ sent: 50, minMs: 51 });
  });

  test('p95 of a few samples is the slowest of them, from raw rows and from sketches', () => {
    const held = openStore();
    held.store.commit(stream(T0, 2, {}, (i) => (i === 0 ? 21.8 : 34.5)));
    const raw = ask(held, T0, T0 + MINUTE_MS, 1).series[0]?.buckets[0];
    expect(raw).toMatchObject({ minMs: 21.8, p50Ms: 21.8, p95Ms: 34.5, p99Ms: 34.5, maxMs: 34.5 });
    held.setNow(T0 + 2 * DAY_MS);
    held.settle();
    const day = ask(held, T0, T0 + DAY_MS, 1);
    expect(day.resolution).toBe('hour');
    const rolled = day.series[0]?.buckets[0];
    expect(Math.abs((rolled?.p95Ms ?? 0) - 34.5)).toBeLessThanOrEqual(0.345);
    expect(rolled?.p95Ms).toBeLessThanOrEqual(34.5);
  });

  test('kinds come in the order asked for; one never measured is empty', () => {
    const held = openStore();
    held.store.commit(stream(T0, 3, { kind: 'tcp6' }));
    const kinds: readonly Kind[] = ['dns', 'tcp6'];
    const { series } = ask(held, T0, T0 + MINUTE_MS, 1, { kinds });
    expect(series.map(({ kind, buckets }) => [kind, buckets[0]?.sent])).toEqual([
      ['dns', 0],
      ['tcp6', 3],
    ]);
  });

  test('percentiles over a day merge the sketches, they do not average', () => {
    const held = openStore();
    // 23 quiet hours and one bad one: the mean of the hours' p99 would be some 48 ms.
    for (let hour = 0; hour < 24; hour += 1) {
      held.store.commit(stream(T0 + hour * HOUR_MS, 600, {}, () => (hour === 5 ? 1000 : 10)));
    }
    held.setNow(T0 + 2 * DAY_MS);
    held.settle();
    const [day] = ask(held, T0, T0 + DAY_MS, 1).series[0]?.buckets ?? [];
    expect(day).toMatchObject({ sent: 14_400, minMs: 10, maxMs: 1000, meanMs: 51.25 });
    expect(Math.abs((day?.p50Ms ?? 0) - 10)).toBeLessThanOrEqual(0.1);
    expect(Math.abs((day?.p95Ms ?? 0) - 10)).toBeLessThanOrEqual(0.1);
    expect(Math.abs((day?.p99Ms ?? 0) - 1000)).toBeLessThanOrEqual(10);
  });

  test('a live chart is complete: what is not rolled up yet comes from the journal', () => {
    const held = openStore();
    const now = T0 + 3 * HOUR_MS + 30_000;
    for (let at = T0; at < now; at += MINUTE_MS) {
      held.store.commit(stream(at, Math.min(60, (now - at) / 1000)));
      held.setNow(Math.min(now, at + MINUTE_MS));
      held.settle();
    }
    expect(held.store.database.number('SELECT count(*) FROM sample')).toBeGreaterThan(0);
    for (const points of [1, 3, 180]) {
      const answer = ask(held, T0, T0 + 4 * HOUR_MS, points);
      const sent = answer.series[0]?.buckets.reduce((sum, bucket) => sum + bucket.sent, 0);
      expect([answer.resolution, sent]).toEqual([points === 180 ? 'minute' : 'hour', 3 * 3600 + 30]);
    }
  });

  test('the same totals whichever rows are read', () => {
    const held = openStore();
    held.store.commit(stream(T0, 5400, {}, (i) => 5 + (i % 100)));
    held.store.commit([sample({ at: T0 + 100, outcome: 'lost' })]);
    held.setNow(T0 + DAY_MS);
    held.settle();
    const spans: [string, number, number][] = [
      ['raw', 2 * HOUR_MS, 100],
      ['minute', 6 * HOUR_MS, 200],
      ['hour', 40 * DAY_MS, 1000],
    ];
    for (const [resolution, span, points] of spans) {
      const answer = ask(held, T0, T0 + span, points);
      const buckets = answer.series[0]?.buckets ?? [];
      const total = (name: 'sent' | 'received' | 'lost'): number =>
        buckets.reduce((sum, bucket) => sum + bucket[name], 0);
      expect(answer.resolution).toBe(resolution);
      expect([total('sent'), total('received'), total('lost')]).toEqual([5401, 5400, 1]);
      expect(Math.max(...buckets.map(({ maxMs }) => maxMs ?? 0))).toBe(104);
    }
  });

  test('an empty bucket inside a gap carries its reason; one with samples does not', () => {
    const held = openStore();
    held.store.commit([
      ...stream(T0, 90),
      gap(T0 + 90_000, T0 + 4 * MINUTE_MS, 'sleep'),
      gap(T0 - DAY_MS, T0 - HOUR_MS, 'pause'),
    ]);
    const answer = ask(held, T0, T0 + 6 * MINUTE_MS, 6);
    expect(answer.series[0]?.buckets.map((bucket) => [bucket.sent, bucket.gap])).toEqual([
      [60, null],
      [30, null],
      [0, 'sleep'],
      [0, 'sleep'],
      [0, null],
      [0, null],
    ]);
    expect(answer.gaps).toEqual([{ fromMs: T0 + 90_000, toMs: T0 + 4 * MINUTE_MS, reason: 'sleep' }]);
  });

  test('a range older than the raw samples falls back to minutes, older than minutes to hours', () => {
    const held = openStore({ minuteDays: 4 });
    for (let day = 0; day < 10; day += 1) held.store.commit(stream(T0 + day * DAY_MS, 60));
    held.setNow(T0 + 10 * DAY_MS);
    held.settle();
    const resolutionOn = (day: number): string =>
      ask(held, T0 + day * DAY_MS, T0 + day * DAY_MS + HOUR_MS, 60).resolution;
    expect([resolutionOn(0), resolutionOn(7), resolutionOn(9)]).toEqual(['hour', 'minute', 'raw']);
    expect(ask(held, T0, T0 + HOUR_MS, 60).series[0]?.buckets[0]).toMatchObject({ sent: 60, maxMs: 10 });
  });

  test.each([
    [{ points: 0 }, /points must be a whole number from 1 to 2000, not 0/],
    [{ points: 2001 }, /not 2001/],
    [{ points: 1.5 }, /not 1.5/],
    [{ points: Number.NaN }, /not NaN/],
    [{ fromMs: wallMs(T0 + 10) }, /from \(.*\) must be before to/],
    [{ fromMs: wallMs(Number.NaN) }, /from is not a time: NaN/],
    [{ toMs: wallMs(Number.POSITIVE_INFINITY) }, /to is not a time: Infinity/],
    [{ kinds: [] }, /No kind/],
    [JSON.parse('{"kinds": ["icmp5"]}'), /"icmp5" is not a kind/],
  ])('a question that makes no sense is named: %j', (change, words) => {
    const held = openStore();
    const run = (): unknown => ask(held, T0, T0 + 10, 1, change);
    expect(run).toThrow(expect.objectContaining({ code: 'bad-query' }));
    expect(run).toThrow(words);
  });

  test('an empty store answers any range', () => {
    const held = openStore();
    for (const span of [1, HOUR_MS, 30 * DAY_MS, 4000 * DAY_MS]) {
      const answer = ask(held, T0, T0 + span, 50);
      expect(answer.series[0]?.buckets.every(({ sent, minMs }) => sent === 0 && minMs === null)).toBe(true);
    }
  });
});

describe('the plan', () => {
  const range = fc.record({
    fromMs: fc.integer({ min: -1e12, max: 4e12 }),
    span: fc.oneof(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 1e11 })),
    points: fc.integer({ min: 1, max: 2000 }),
    seriesCount: fc.nat(50),
  });

  test('buckets are aligned, cover the range and are at most one more than asked for', () => {
    fc.assert(
      fc.property(range, ({ fromMs, span, points, seriesCount }) => {
        const toMs = fromMs + span;
        const query = { kinds: ['dns'] as const, fromMs: wallMs(fromMs), toMs: wallMs(toMs), points };
        const plan = planOf(query, NOTHING_KEPT, seriesCount);
        // Adding zero turns the remainder -0 of a time before 1970 into 0.
        expect((plan.fromMs % plan.bucketMs) + 0).toBe(0);
        expect(plan.fromMs).toBeLessThanOrEqual(fromMs);
        expect(plan.toMs).toBeGreaterThanOrEqual(toMs);
        expect(plan.fromMs + plan.buckets * plan.bucketMs).toBe(plan.toMs);
        expect(plan.buckets).toBeLessThanOrEqual(points + 1);
      }),
    );
  });
});
