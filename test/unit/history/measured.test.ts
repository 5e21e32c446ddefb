import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MeasuredRow } from '../../../main/domain/model/measured.ts';
import { OUTCOMES } from '../../../main/domain/model/sample.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { measuredRows } from '../../../main/history/paging.ts';
import type { Answer, Ask, RequestName } from '../../../main/history/requests.ts';
import { measuredPage } from '../../../main/history/series/measured.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, openStore, sample, stream, T0, type TestStore } from './fixtures.ts';

/** Two hours of minutes of the two series that these tests have at most. */
const MOST_PARTS = 2 * 60 * 2;

/** Pages as the client asks for them, without a worker. */
async function rowsOf(held: TestStore, from: number, to: number): Promise<MeasuredRow[]> {
  const ask = async <Name extends RequestName>(name: Name, asked: Ask<Name>): Promise<Answer<Name>> => {
    expect(name).toBe('measured');
    // Only `measured` is asked for, as was just checked.
    const page = measuredPage(held.store.database, asked as Ask<'measured'>);
    expect(page.parts.length).toBeLessThanOrEqual(MOST_PARTS);
    return page as Answer<Name>;
  };
  const rows: MeasuredRow[] = [];
  for await (const some of measuredRows(ask, wallMs(from), wallMs(to))) {
    expect(some.length).toBeGreaterThan(0);
    expect(some.length).toBeLessThan(1500);
    rows.push(...some);
  }
  return rows;
}

/** Probes that a list of rows stands for. */
const probes = (rows: readonly MeasuredRow[]): number =>
  rows.reduce((sum, row) => sum + (row.resolution === 'raw' ? 1 : row.sent), 0);
const resolutions = (rows: readonly MeasuredRow[]): string[] => [
  ...new Set(rows.map((row) => row.resolution)),
];
const timeOf = (row: MeasuredRow): number => (row.resolution === 'raw' ? row.atMs : row.fromMs);

/** A probe a second for `minutes` of every hour, settled as time goes on. */
function fill(held: TestStore, hours: number, minutes = 2): number {
  for (let hour = 0; hour < hours; hour += 1) {
    const at = T0 + hour * HOUR_MS;
    held.store.commit(stream(at, minutes * 60, {}, (i) => 10 + (i % 7)));
    held.setNow(at + 30 * MINUTE_MS);
    held.settle();
  }
  return hours * minutes * 60;
}

describe('all that was measured', () => {
  test('probes as they were recorded, settled or not, a revision in place of what it revised', async () => {
    const held = openStore();
    const lost = sample({ at: T0 + 1000, outcome: 'lost' });
    const late = {
      ...lost,
      sample: { ...(lost.type === 'sample' ? lost.sample : never()), outcome: 'late', rttMs: 1234.567 },
    };
    held.store.commit([
      sample({ at: T0, rttMs: 12.345 }),
      lost,
      sample({
        at: T0 + 500,
        kind: 'tcp4',
        anchor: '192.0.2.1:443',
        outcome: 'unreachable',
        via: 'socket',
        detail: 'host-unreachable',
      }),
    ]);
    held.setNow(T0 + 10 * MINUTE_MS);
    held.settle();
    held.store.commit([late as typeof lost, sample({ at: T0 + 2000, rttMs: 9 })]);
    const rows = await rowsOf(held, T0, T0 + HOUR_MS);
    const common = { resolution: 'raw', kind: 'icmp4', anchor: '192.0.2.1', via: 'helper', detail: '' };
    expect(rows).toEqual([
      { ...common, atMs: T0, outcome: 'reply', rttMs: 12.345 },
      { ...common, atMs: T0 + 1000, outcome: 'late', rttMs: 1234.567 },
      { ...common, atMs: T0 + 2000, outcome: 'reply', rttMs: 9 },
      {
        ...{ resolution: 'raw', kind: 'tcp4', anchor: '192.0.2.1:443', atMs: T0 + 500 },
        ...{ outcome: 'unreachable', rttMs: null, via: 'socket', detail: 'host-unreachable' },
      },
    ]);
  });

  test('hours where no minutes are kept, minutes where no probes are: each probe counted once, in order', async () => {
    const held = openStore({ rawHours: 12, minuteDays: 3, hourDays: 1000 });
    const all = fill(held, 10 * 24);
    const rows = await rowsOf(held, T0, T0 + 11 * DAY_MS);
    expect(resolutions(rows)).toEqual(['hour', 'minute', 'raw']);
    expect(probes(rows)).toBe(all);
    expect(rows.map(timeOf)).toEqual(rows.map(timeOf).sort((a, b) => a - b));
    const hour = rows[0];
    expect(hour).toMatchObject({
      resolution: 'hour',
      kind: 'icmp4',
      sent: 120,
      received: 120,
      lost: 0,
      late: 0,
    });
    expect(hour).toMatchObject({ fromMs: T0, toMs: T0 + HOUR_MS, minMs: 10, maxMs: 16 });
    expect(hour).not.toHaveProperty('gap');
  });

  test('an hour of which only some minutes are left is told as an hour', async () => {
    const held = openStore({ rawHours: 1 });
    const all = fill(held, 8, 30);
    held.store.database.run('DELETE FROM raw_minute');
    const keys = held.store.database.all('SELECT key FROM minute_row ORDER BY key LIMIT 7');
    for (const { key } of keys) held.store.database.run('DELETE FROM minute_row WHERE key = ?', Number(key));
    const rows = await rowsOf(held, T0, T0 + DAY_MS);
    expect(probes(rows)).toBe(all);
    expect(rows.filter(({ resolution }) => resolution === 'hour')).toMatchObject([{ sent: 1800 }]);
  });

  test('a minute of which only some probes are left is told as a minute', async () => {
    const held = openStore();
    const all = fill(held, 1, 3);
    const key = Number(held.store.database.value('SELECT min(key) FROM raw_minute'));
    held.store.database.run('DELETE FROM raw_minute WHERE key = ?', key);
    held.store.commit([sample({ at: T0 + 30_500 })]);
    const rows = await rowsOf(held, T0, T0 + HOUR_MS);
    expect(probes(rows)).toBe(all + 1);
    expect(rows[0]).toMatchObject({ resolution: 'minute', sent: 61 });
    expect(resolutions(rows.slice(1))).toEqual(['raw']);
  });

  test('late samples of an hour whose minutes are gone are in it', async () => {
    const held = openStore({ rawHours: 1, minuteDays: 1, hourDays: 1000 });
    const all = fill(held, 72);
    held.store.commit([sample({ at: T0 + 5000 })]);
    expect(probes(await rowsOf(held, T0, T0 + HOUR_MS))).toBe(121);
    expect(probes(await rowsOf(held, T0, T0 + 4 * DAY_MS))).toBe(all + 1);
  });

  test('a range within a minute has only its probes; roll-ups that it touches are whole', async () => {
    const held = openStore({ rawHours: 2, minuteDays: 3 });
    fill(held, 5);
    const last = T0 + 4 * HOUR_MS;
    expect((await rowsOf(held, last + 10_000, last + 70_000)).map(timeOf)).toEqual(
      Array.from({ length: 60 }, (_, i) => last + 10_000 + i * 1000),
    );
    const rows = await rowsOf(held, T0 + 30_000, T0 + 90_000);
    expect(rows).toMatchObject([
      { resolution: 'minute', fromMs: T0, sent: 60 },
      { resolution: 'minute', fromMs: T0 + MINUTE_MS, sent: 60 },
    ]);
  });

  test('nothing from an empty history, or beside what it holds; years in between cost nothing', async () => {
    expect(await rowsOf(openStore(), 0, T0)).toEqual([]);
    const held = openStore();
    held.store.commit([sample({ at: T0 })]);
    expect(await rowsOf(held, 0, T0)).toEqual([]);
    expect(await rowsOf(held, 0, T0 * 2)).toHaveLength(1);
    expect(await rowsOf(held, T0 + 1, T0 * 2)).toEqual([]);
    await expect(rowsOf(held, 5, 5)).rejects.toMatchObject({ code: 'bad-query' });
  });

  test('law: whatever was recorded and forgotten, the counts are those of the finest row that has them all', async () => {
    const probe = fc.record({
      at: fc
        .integer({ min: 0, max: 3 * 24 * 60 })
        .map((minute) => T0 + minute * MINUTE_MS + (minute % 50) * 1000),
      anchor: fc.constantFrom('a', 'b'),
      outcome: fc.constantFrom(...OUTCOMES),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(probe, { minLength: 1, maxLength: 150 }),
        fc.boolean(),
        async (all, early) => {
          const held = openStore({ rawHours: 6, minuteDays: 1, hourDays: 1000 });
          const samples = all.map((one) => sample(one));
          held.store.commit(samples.slice(0, samples.length / 2));
          held.setNow(T0 + (early ? 12 * HOUR_MS : 3 * DAY_MS));
          held.settle();
          held.store.commit(samples.slice(samples.length / 2));
          const rows = await rowsOf(held, T0, T0 + 4 * DAY_MS);
          const counted = all.filter(({ outcome }) => outcome !== 'error' && outcome !== 'suspect').length;
          const evidence = rows.filter(
            (row) => row.resolution !== 'raw' || (row.outcome !== 'error' && row.outcome !== 'suspect'),
          );
          expect(probes(evidence)).toBe(counted);
          held.store.close();
        },
      ),
      { numRuns: 25 },
    );
  });
});

function never(): never {
  throw new Error('a sample event has a sample');
}
