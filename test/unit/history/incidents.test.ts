import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../main/domain/model/incident.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { readGaps } from '../../../main/history/events/gaps.ts';
import { noteIncident, readIncidents, readOpenIncidents } from '../../../main/history/events/incidents.ts';
import {
  ALL_GOOD,
  cleared,
  DAY_MS,
  gap,
  incident,
  openStore,
  raised,
  T0,
  type TestStore,
} from './fixtures.ts';

const over = (one: Incident, untilMs: number): Incident => ({
  ...one,
  untilMs: wallMs(untilMs),
  end: 'recovered',
});

describe('incidents', () => {
  test('come back as they were told, with a figure or without', () => {
    const { store } = openStore();
    const plain = incident();
    const lossy = incident({
      id: 'degraded-loss-1',
      class: 'degraded-loss',
      parent: plain.id,
      sinceMs: wallMs(T0 + 1),
      evidence: { ...plain.evidence, figure: 5.25 },
    });
    store.commit([raised(plain), raised(lossy)]);
    expect(readIncidents(store.database, {})).toMatchObject([lossy, plain]);
    expect(readOpenIncidents(store.database)).toEqual([plain, lossy]);
  });

  test('one row for an incident, across runs; told again it does not open again', () => {
    const held = openStore();
    const one = incident();
    held.store.commit([raised(one), raised(one)]);
    held.store.close();
    const { store } = openStore({ directory: held.directory });
    store.commit([raised(one), cleared(over(one, T0 + 60_000)), raised(one)]);
    expect(readIncidents(store.database, {})).toMatchObject([over(one, T0 + 60_000)]);
    expect(readOpenIncidents(store.database)).toEqual([]);
  });

  test('a clear without its raise (lost with the last second) is kept whole', () => {
    const { store } = openStore();
    store.commit([cleared(over(incident(), T0 + 1000))]);
    expect(readIncidents(store.database, {})).toHaveLength(1);
  });

  test('asked by time, class and number', () => {
    const { store } = openStore();
    const hour = 3_600_000;
    const old = over(incident({ id: 'a', sinceMs: wallMs(T0) }), T0 + 1000);
    const long = over(incident({ id: 'b', sinceMs: wallMs(T0 + 2000), class: 'dns' }), T0 + 2 * hour);
    const open = incident({ id: 'c', sinceMs: wallMs(T0 + 3000) });
    store.commit([raised(old), raised(long), raised(open)]);
    const ids = (query: Parameters<typeof readIncidents>[1]): string[] =>
      readIncidents(store.database, query).map(({ id }) => id);
    expect(ids({})).toEqual(['c', 'b', 'a']);
    expect(ids({ limit: 1 })).toEqual(['c']);
    expect(ids({ class: 'dns' })).toEqual(['b']);
    expect(ids({ fromMs: wallMs(T0 + hour) })).toEqual(['c', 'b']);
    expect(ids({ toMs: wallMs(T0 + 2500) })).toEqual(['b', 'a']);
    expect(ids({ fromMs: wallMs(T0 + 3 * hour), toMs: wallMs(T0 + 4 * hour) })).toEqual(['c']);
  });

  test.each([0, -1, 1001, 1.5, Number.NaN])('a limit of %s is refused', (limit) => {
    const { store } = openStore();
    expect(() => readIncidents(store.database, { limit })).toThrow(
      expect.objectContaining({ code: 'bad-query' }),
    );
  });

  test.each([
    'not json',
    'null',
    '{}',
    '{"health":{},"failing":1,"working":[],"lost":0,"sent":0}',
    '{"health":{},"failing":[],"working":[],"lost":"0","sent":0}',
  ])('evidence that is not ours is named as damage: %s', (text) => {
    const { store } = openStore();
    store.commit([raised(incident())]);
    store.database.run('UPDATE incident SET evidence = ?', text);
    expect(() => readOpenIncidents(store.database)).toThrow(expect.objectContaining({ code: 'damaged' }));
  });
});

describe('the network of an incident', () => {
  const told = (atMs: number, id: string, label: string): MonitorEvent => ({
    type: 'network',
    atMs: wallMs(atMs),
    network: { id, label, ipv4: true, ipv6: false, gateway4: null, gateway6: null },
  });
  const labels = ({ store }: TestStore): unknown =>
    readIncidents(store.database, {}).map(({ id, networkLabel }) => [id, networkLabel]);

  test('has the label that it was told with last; one never told has none', () => {
    const held = openStore();
    const at = (id: string, network: string, sinceMs: number): MonitorEvent =>
      raised(incident({ id, network, sinceMs: wallMs(sinceMs) }));
    held.store.commit([
      told(T0, 'n', 'eth0'),
      told(T0 + 1, 'n', 'eth0 192.0.2.10'),
      told(T0 + 2, 'm', 'wlan0'),
    ]);
    held.store.commit([at('a', 'n', T0 + 3), at('b', 'm', T0 + 2), at('c', 'elsewhere', T0 + 1)]);
    expect(labels(held)).toEqual([
      ['a', 'eth0 192.0.2.10'],
      ['b', 'wlan0'],
      ['c', undefined],
    ]);
    expect(noteIncident(held.store.database, 'b', 'x')).toMatchObject({ networkLabel: 'wlan0' });
  });

  test('in use is still known when it was told longer ago than anything is kept', () => {
    const held = openStore({ hourDays: 30 });
    held.store.commit([told(T0, 'old', 'eth0'), told(T0 + 1, 'n', 'wlan0')]);
    held.setNow(T0 + 40 * DAY_MS);
    held.settle();
    const since = T0 + 39 * DAY_MS;
    held.store.commit([raised(incident({ id: 'now', network: 'n', sinceMs: wallMs(since) }))]);
    expect(labels(held)).toEqual([['now', 'wlan0']]);
    expect(held.store.database.number('SELECT count(*) FROM network')).toBe(1);
  });
});

describe('gaps, health and network changes', () => {
  test('a gap told again grows; those that touch the range are read', () => {
    const { store } = openStore();
    store.commit([gap(10, 20), gap(10, 30), gap(10, 25), gap(40, 50, 'pause')]);
    const read = (from: number, to: number): unknown => readGaps(store.database, wallMs(from), wallMs(to));
    expect(read(0, 100)).toEqual([
      { fromMs: 10, toMs: 30, reason: 'sleep' },
      { fromMs: 40, toMs: 50, reason: 'pause' },
    ]);
    expect(read(30, 40)).toEqual([]);
    expect(read(29, 41)).toHaveLength(2);
  });

  test('health and network changes are kept; the mode is told by each sample', () => {
    const { store } = openStore();
    const atMs = wallMs(T0);
    store.commit([
      { type: 'health', atMs, subject: 'ipv4', health: 'down', previous: 'good', all: ALL_GOOD },
      {
        type: 'network',
        atMs,
        network: { id: 'n', label: 'eth0', ipv4: true, ipv6: false, gateway4: null, gateway6: null },
      },
      { type: 'mode', atMs, mode: { icmp: 'ping', reason: 'no privilege' } },
    ]);
    expect(store.database.get('SELECT * FROM health')).toMatchObject({ subject: 'ipv4', health: 'down' });
    expect(store.database.get('SELECT * FROM network')).toMatchObject({ id: 'n', label: 'eth0' });
    expect(store.dropped).toBe(0);
  });
});
