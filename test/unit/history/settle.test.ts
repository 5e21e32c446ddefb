import { describe, expect, test } from 'vitest';
import type { Kind } from '../../../main/domain/model/kind.ts';
import type { Bucket, SeriesQuery } from '../../../main/domain/model/series.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { answerSeries } from '../../../main/history/series/answer.ts';
import { HOUR, MINUTE, stepOf } from '../../../main/history/store/levels.ts';
import { readRollup } from '../../../main/history/store/rollup-table.ts';
import { settle } from '../../../main/history/store/settle.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, openStore, sample, stream, T0, type TestStore } from './fixtures.ts';

const journalled = ({ store }: TestStore): number => store.database.number('SELECT count(*) FROM sample');

function bucket(
  { store }: TestStore,
  fromMs: number,
  toMs: number,
  kind: Kind = 'icmp4',
): Bucket | undefined {
  const query: SeriesQuery = { kinds: [kind], fromMs: wallMs(fromMs), toMs: wallMs(toMs), points: 1 };
  return answerSeries(store.database, query).series[0]?.buckets[0];
}

describe('settling', () => {
  test('a minute settles 15 s after its end, not before', () => {
    const held = openStore();
    held.store.commit(stream(T0, 60));
    held.setNow(T0 + MINUTE_MS + 14_999);
    held.settle();
    expect(journalled(held)).toBe(60);
    held.setNow(T0 + MINUTE_MS + 15_000);
    held.settle();
    expect(journalled(held)).toBe(0);
    expect(readRollup(held.store.database, MINUTE, 1, stepOf(MINUTE, T0))?.counts.reply).toBe(60);
    expect(readRollup(held.store.database, HOUR, 1, stepOf(HOUR, T0))?.counts.reply).toBe(60);
  });

  test('a late reply takes its loss back, before its minute is settled and long after', () => {
    const held = openStore();
    const early = sample({ at: T0 + 1000, outcome: 'lost' });
    const late = sample({ at: T0 + 2000, outcome: 'lost' });
    if (early.type !== 'sample' || late.type !== 'sample') throw new Error('not samples');
    held.store.commit([early, late]);
    held.store.commit([sample({ ...early.sample, at: T0 + 1000, outcome: 'late', rttMs: 4000 })]);
    expect(bucket(held, T0, T0 + MINUTE_MS)).toMatchObject({ sent: 2, received: 1, lost: 1, late: 1 });
    held.setNow(T0 + 2 * HOUR_MS);
    held.settle();
    held.store.commit([sample({ ...late.sample, at: T0 + 2000, outcome: 'late', rttMs: 9000 })]);
    const expected = { sent: 2, received: 2, lost: 0, late: 2, minMs: 4000, maxMs: 9000 };
    expect(bucket(held, T0, T0 + MINUTE_MS)).toMatchObject(expected);
    held.settle();
    expect(journalled(held)).toBe(0);
    expect(bucket(held, T0, T0 + MINUTE_MS)).toMatchObject(expected);
    expect(readRollup(held.store.database, HOUR, 1, stepOf(HOUR, T0))?.counts).toMatchObject({ late: 2 });
  });

  test('recording and settling twice gives the same: a batch is sent again after a crash', () => {
    const held = openStore();
    const events = stream(T0, 90, {}, (i) => 5 + i);
    held.store.commit(events);
    held.setNow(T0 + 10 * MINUTE_MS);
    held.settle();
    const once = bucket(held, T0, T0 + 2 * MINUTE_MS);
    held.store.commit(events);
    held.settle();
    expect(bucket(held, T0, T0 + 2 * MINUTE_MS)).toEqual(once);
    expect(once).toMatchObject({ sent: 90, minMs: 5, maxMs: 94 });
    expect(readRollup(held.store.database, HOUR, 1, stepOf(HOUR, T0))?.counts.reply).toBe(90);
  });

  test('a settling that is cut off leaves nothing of it', () => {
    const held = openStore();
    held.store.commit(stream(T0, 120));
    const { database } = held.store;
    database.exec('CREATE TRIGGER stop BEFORE INSERT ON hour_row BEGIN SELECT RAISE(ABORT, "cut"); END');
    const limits = { samples: 1000, minuteHorizonMs: 0 };
    expect(() => settle(database, T0 + DAY_MS, limits)).toThrow(/cut/);
    expect(journalled(held)).toBe(120);
    expect(database.number('SELECT count(*) FROM raw_minute')).toBe(0);
    database.exec('DROP TRIGGER stop');
    expect(settle(database, T0 + DAY_MS, limits)).toBe(120);
    expect(readRollup(database, HOUR, 1, stepOf(HOUR, T0))?.counts.reply).toBe(120);
  });

  test('samples of two runs with the same ids stay apart', () => {
    const held = openStore();
    held.store.commit([sample({ id: 1, at: T0 })]);
    held.store.close();
    const next = openStore({ directory: held.directory, startAt: T0 + 1000 });
    next.store.commit([sample({ id: 1, at: T0 + 1000 })]);
    expect(next.store.run).toBe(2);
    next.setNow(T0 + HOUR_MS);
    next.settle();
    expect(bucket(next, T0, T0 + MINUTE_MS)).toMatchObject({ sent: 2 });
  });

  test('suspect and failed probes are neither sent nor lost, at any resolution', () => {
    const held = openStore();
    const outcomes = ['reply', 'refused', 'late', 'lost', 'unreachable', 'error', 'suspect'] as const;
    held.store.commit(outcomes.map((outcome, i) => sample({ outcome, at: T0 + i * 1000 })));
    const expected = { sent: 5, received: 3, lost: 2, late: 1 };
    expect(bucket(held, T0, T0 + MINUTE_MS)).toMatchObject(expected);
    held.setNow(T0 + DAY_MS);
    held.settle();
    for (const span of [MINUTE_MS, DAY_MS, 60 * DAY_MS]) {
      const query: SeriesQuery = { kinds: ['icmp4'], fromMs: wallMs(T0), toMs: wallMs(T0 + span), points: 1 };
      const answer = answerSeries(held.store.database, query);
      expect(answer.series[0]?.buckets.find(({ sent }) => sent > 0)).toMatchObject(expected);
    }
    const { counts } = readRollup(held.store.database, HOUR, 1, stepOf(HOUR, T0)) ?? { counts: {} };
    expect(counts).toMatchObject({ error: 1, suspect: 1 });
  });

  test('packing changes no figure, and a late sample reopens its block', () => {
    const held = openStore();
    held.store.commit(stream(T0, 600, {}, (i) => 10 + (i % 40)));
    held.setNow(T0 + HOUR_MS);
    held.settle();
    const before = bucket(held, T0, T0 + 3 * HOUR_MS);
    held.setNow(T0 + 20 * DAY_MS);
    held.settle();
    const { database } = held.store;
    expect(database.number('SELECT count(*) FROM minute_row')).toBe(0);
    expect(database.number('SELECT count(*) FROM minute_block')).toBe(1);
    expect(database.number('SELECT count(*) FROM hour_block')).toBe(1);
    expect(bucket(held, T0, T0 + 3 * HOUR_MS)).toEqual(before);
    held.store.commit([sample({ at: T0 + 5 * MINUTE_MS, rttMs: 500 })]);
    held.settle();
    expect(bucket(held, T0, T0 + 3 * HOUR_MS)).toMatchObject({ sent: 601, maxMs: 500 });
    expect(readRollup(database, HOUR, 1, stepOf(HOUR, T0))?.counts.reply).toBe(601);
    expect(database.number('SELECT count(*) FROM minute_block')).toBe(1);
  });

  test('a sample later than the raw retention is added to what is left', () => {
    const held = openStore();
    held.store.commit(stream(T0, 60));
    held.setNow(T0 + 3 * DAY_MS);
    held.settle();
    expect(held.store.database.number('SELECT count(*) FROM raw_minute')).toBe(0);
    held.store.commit([sample({ at: T0 + 500, rttMs: 77 })]);
    const expected = { sent: 61, maxMs: 77 };
    expect(bucket(held, T0, T0 + 3 * HOUR_MS)).toMatchObject(expected);
    held.settle();
    expect(bucket(held, T0, T0 + 3 * HOUR_MS)).toMatchObject(expected);
    expect(readRollup(held.store.database, HOUR, 1, stepOf(HOUR, T0))?.counts.reply).toBe(61);
  });

  test('a clock that goes back: rows keep their time and nothing is counted twice', () => {
    const held = openStore({ startAt: T0 + HOUR_MS });
    held.store.commit(stream(T0 + HOUR_MS, 60));
    held.setNow(T0);
    held.settle();
    held.store.commit(stream(T0, 60));
    held.setNow(T0 + 2 * HOUR_MS);
    held.settle();
    expect(bucket(held, T0, T0 + HOUR_MS)).toMatchObject({ sent: 60 });
    expect(bucket(held, T0 + HOUR_MS, T0 + 2 * HOUR_MS)).toMatchObject({ sent: 60 });
  });

  test('an event no row can be made of is dropped and counted; the others are kept', () => {
    const held = openStore();
    held.store.commit([sample({ at: T0 }), sample({ at: Number.NaN }), sample({ at: T0 + 1000 })]);
    expect(held.store.dropped).toBe(1);
    expect(journalled(held)).toBe(2);
  });

  test('the heartbeat goes on without events, and the next run finds it', () => {
    const held = openStore();
    expect(held.store.lastAlive).toBeNull();
    held.setNow(T0 + 5000);
    held.settle();
    held.setNow(T0 + 7000);
    held.settle();
    held.store.close();
    expect(openStore({ directory: held.directory }).store.lastAlive).toBe(T0 + 7000);
  });
});
