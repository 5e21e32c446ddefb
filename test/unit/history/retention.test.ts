import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { readGaps } from '../../../main/history/events/gaps.ts';
import { readIncidents } from '../../../main/history/events/incidents.ts';
import { keptSince } from '../../../main/history/series/plan.ts';
import { shrinkSlice, vacuumSlice } from '../../../main/history/store/retention.ts';
import {
  cleared,
  DAY_MS,
  gap,
  HOUR_MS,
  incident,
  LIMITS,
  openStore,
  raised,
  stream,
  T0,
  type TestStore,
} from './fixtures.ts';

/** A minute of samples every hour for so many days, settled as time goes on. */
function fill(held: TestStore, days: number, seriesCount = 1): void {
  for (let hour = 0; hour < days * 24; hour += 1) {
    const at = T0 + hour * HOUR_MS;
    const anchors = Array.from({ length: seriesCount }, (_, number) => `a${number}`);
    held.store.commit(anchors.flatMap((anchor) => stream(at, 60, { anchor }, (i) => 10 + ((i * 7919) % 50))));
    held.setNow(at + 30 * 60_000);
    held.settle();
  }
}

const count = ({ store }: TestStore, table: string): number =>
  store.database.number(`SELECT count(*) FROM ${table}`);

describe('retention', () => {
  test('raw, minutes and hours each go at their age, in slices', () => {
    const held = openStore({ rawHours: 48, minuteDays: 5, hourDays: 30 });
    fill(held, 10);
    const kept = keptSince(held.store.database);
    const now = T0 + 10 * DAY_MS;
    expect(kept.raw).toBeGreaterThanOrEqual(now - 49 * HOUR_MS);
    expect(kept.raw).toBeLessThanOrEqual(now - 47 * HOUR_MS);
    expect(kept.minute).toBeLessThanOrEqual(now - 5 * DAY_MS);
    expect(kept.minute).toBeGreaterThanOrEqual(now - 5.5 * DAY_MS);
    expect(kept.hour).toBe(T0);
    held.setNow(T0 + 60 * DAY_MS);
    held.settle();
    for (const table of ['raw_minute', 'minute_row', 'minute_block', 'hour_row', 'hour_block']) {
      expect([table, count(held, table)]).toEqual([table, 0]);
    }
  });

  test('events go with the hours; an incident that goes on stays', () => {
    const held = openStore({ hourDays: 30 });
    const over = incident({ id: 'over', untilMs: wallMs(T0 + 1000), end: 'recovered' });
    held.store.commit([raised(over), cleared(over), raised(incident({ id: 'open' })), gap(T0, T0 + 5)]);
    held.setNow(T0 + 29 * DAY_MS);
    held.settle();
    expect(readIncidents(held.store.database, {})).toHaveLength(2);
    held.setNow(T0 + 31 * DAY_MS);
    held.settle();
    expect(readIncidents(held.store.database, {}).map(({ id }) => id)).toEqual(['open']);
    expect(readGaps(held.store.database, wallMs(0), wallMs(T0 * 2))).toEqual([]);
  });
});

describe('the size cap', () => {
  test('gives up the finest and oldest first, keeps hours and events', () => {
    const held = openStore({ rawHours: 24 * 100, minuteDays: 100, hourDays: 100 });
    fill(held, 5, 3);
    held.store.commit([raised(incident()), gap(T0, T0 + 1000)]);
    const { database } = held.store;
    const before = held.store.bytes;
    const hours = count(held, 'hour_row') + count(held, 'hour_block');
    const now = T0 + 5 * DAY_MS;
    const limits = { ...LIMITS, maxBytes: Math.floor(before / 2) };
    let slices = 0;
    while (shrinkSlice(database, limits, now)) slices += 1;
    expect(slices).toBeGreaterThan(1);
    expect(count(held, 'hour_row') + count(held, 'hour_block')).toBe(hours);
    expect(readIncidents(database, {})).toHaveLength(1);
    const kept = keptSince(database);
    expect(kept.raw).toBeGreaterThan(kept.hour ?? Number.POSITIVE_INFINITY);
    expect(held.store.bytes - database.number('PRAGMA freelist_count') * 4096).toBeLessThanOrEqual(
      limits.maxBytes,
    );
  });

  test('gives free pages back to the disk, some at a time', () => {
    const { store } = openStore();
    const { database } = store;
    for (let key = 0; key < 2000; key += 1) {
      database.run('INSERT INTO raw_minute (key, payload) VALUES (?, zeroblob(4000))', key);
    }
    database.exec('DELETE FROM raw_minute');
    const before = store.bytes;
    let slices = 0;
    while (vacuumSlice(database)) slices += 1;
    expect(slices).toBeGreaterThan(3);
    expect(store.bytes).toBeLessThan(before / 2);
  });

  test('a cap that nothing can meet ends, and the last hours stay', () => {
    const held = openStore({ rawHours: 24 * 100, minuteDays: 100, hourDays: 100 });
    fill(held, 3);
    const now = T0 + 3 * DAY_MS - 30 * 60_000;
    while (shrinkSlice(held.store.database, { ...LIMITS, maxBytes: 1 }, now)) {
      // Each call is one slice.
    }
    expect(count(held, 'hour_row')).toBeGreaterThan(0);
    expect(count(held, 'raw_minute')).toBeGreaterThan(0);
  });
});
