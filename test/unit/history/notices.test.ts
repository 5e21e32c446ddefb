import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import type { Notice } from '../../../main/domain/notices/types.ts';
import type { Entry } from '../../../main/history/events/entry.ts';
import { noteIncident, readIncidentPage, readIncidents } from '../../../main/history/events/incidents.ts';
import { readNotices } from '../../../main/history/events/notices.ts';
import { cleared, DAY_MS, incident, openStore, raised, T0 } from './fixtures.ts';

const notice = (change: Partial<Notice> = {}): Notice => ({
  id: `total-${T0}:begun`,
  kind: 'begun',
  incident: `total-${T0}`,
  atMs: wallMs(T0),
  title: 'The internet is down',
  body: 'Since 14:02.',
  delivery: 'shown',
  ...change,
});
const entry = (change: Partial<Notice> = {}): Entry => ({ type: 'notice', notice: notice(change) });

describe('notices', () => {
  test('come back as they were given, newest first', () => {
    const { store } = openStore();
    const message = notice({
      id: 'message-x',
      kind: 'message',
      incident: null,
      atMs: wallMs(T0 + 5),
      body: '',
    });
    store.commit([entry(), { type: 'notice', notice: message }]);
    expect(readNotices(store.database, 10)).toEqual([message, notice()]);
    expect(readNotices(store.database, 1)).toEqual([message]);
  });

  test('told again a notice says how it went', () => {
    const { store } = openStore();
    store.commit([entry(), entry({ delivery: 'failed' })]);
    expect(readNotices(store.database, 10)).toEqual([notice({ delivery: 'failed' })]);
  });

  test('survive a restart and go with the hours', () => {
    const held = openStore({ hourDays: 30 });
    held.store.commit([entry()]);
    held.store.close();
    const again = openStore({ directory: held.directory, hourDays: 30 });
    again.setNow(T0 + 29 * DAY_MS);
    again.settle();
    expect(readNotices(again.store.database, 10)).toHaveLength(1);
    again.setNow(T0 + 31 * DAY_MS);
    again.settle();
    expect(readNotices(again.store.database, 10)).toEqual([]);
  });

  test.each([0, 1001, 1.5, Number.NaN])('a limit of %s is refused', (limit) => {
    expect(() => readNotices(openStore().store.database, limit)).toThrow(
      expect.objectContaining({ code: 'bad-query' }),
    );
  });

  test.each(['kind', 'delivery'])('a %s that is not ours is named as damage', (column) => {
    const { store } = openStore();
    store.commit([entry()]);
    store.database.run(`UPDATE notice SET ${column} = 'odd'`);
    expect(() => readNotices(store.database, 1)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});

describe('a note on an incident', () => {
  test('is kept, changed and taken away; the end of the incident leaves it alone', () => {
    const { store } = openStore();
    const one = incident();
    store.commit([raised(one)]);
    expect(noteIncident(store.database, one.id, 'Called them.')).toEqual({ ...one, note: 'Called them.' });
    const closed = { ...one, untilMs: wallMs(T0 + 9000), end: 'recovered' as const };
    store.commit([cleared(closed)]);
    expect(readIncidents(store.database, {})).toEqual([{ ...closed, note: 'Called them.' }]);
    noteIncident(store.database, one.id, '');
    expect(readIncidents(store.database, {})).toEqual([{ ...closed, note: '' }]);
  });

  test('of an incident that is not there is nothing', () => {
    expect(noteIncident(openStore().store.database, 'gone', 'x')).toBeNull();
  });

  test('is cut at its bound, between characters', () => {
    const { store } = openStore();
    store.commit([raised(incident())]);
    const noted = (text: string): string | undefined =>
      noteIncident(store.database, incident().id, text)?.note;
    expect(noted('x'.repeat(2000))).toHaveLength(2000);
    expect(noted('x'.repeat(2001))).toHaveLength(2000);
    expect(noted(`${'x'.repeat(1999)}\u{1f4de}`)).toBe('x'.repeat(1999));
  });

  test('keeps what it is given, however odd', () => {
    const { store } = openStore();
    store.commit([raised(incident())]);
    const odd = `'; DROP TABLE incident; -- "\r\n\t=1+1 \u{1f4de} \u0000 end`;
    expect(noteIncident(store.database, incident().id, odd)?.note).toBe(odd.replace('\u0000', ''));
  });
});

describe('all incidents of a range, page by page', () => {
  test('each once, oldest first, however many began at once', () => {
    const { store } = openStore();
    const ids = Array.from({ length: 450 }, (_, index) => `total-${String(index).padStart(3, '0')}`);
    store.commit(
      ids.map((id, index) => raised(incident({ id, sinceMs: wallMs(T0 + Math.floor(index / 300)) }))),
    );
    const found: string[] = [];
    let after: { sinceMs: ReturnType<typeof wallMs>; id: string } | null = null;
    for (;;) {
      const page = readIncidentPage(store.database, { fromMs: wallMs(T0), toMs: wallMs(T0 + 10), after });
      const last = page.at(-1);
      if (last === undefined) break;
      expect(page.length).toBeLessThanOrEqual(200);
      found.push(...page.map(({ id }) => id));
      after = { sinceMs: last.sinceMs, id: last.id };
    }
    expect(found).toEqual(ids);
  });

  test('only those that touch the range', () => {
    const { store } = openStore();
    const over = incident({ id: 'a', untilMs: wallMs(T0 + 1000), end: 'recovered' });
    store.commit([cleared(over), raised(incident({ id: 'b', sinceMs: wallMs(T0 + 5000) }))]);
    const ids = (from: number, to: number): string[] =>
      readIncidentPage(store.database, { fromMs: wallMs(from), toMs: wallMs(to), after: null }).map(
        ({ id }) => id,
      );
    expect(ids(T0, T0 + 6000)).toEqual(['a', 'b']);
    expect(ids(T0 + 2000, T0 + 5000)).toEqual([]);
    expect(ids(T0 + 2000, T0 + 5001)).toEqual(['b']);
    expect(() => ids(5, 5)).toThrow(expect.objectContaining({ code: 'bad-query' }));
  });
});
