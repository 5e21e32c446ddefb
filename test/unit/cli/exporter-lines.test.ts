import { describe, expect, test } from 'vitest';
import { ExporterLines } from '../../../main/cli/monitor/exporter-lines.ts';
import type { ExporterPhase, ExporterState } from '../../../main/domain/model/metrics-state.ts';

const stateOf = (phase: ExporterPhase, but: Partial<ExporterState> = {}): ExporterState => ({
  name: 'statsd',
  phase,
  text: phase === 'trouble' ? 'Nobody answers at 127.0.0.1:8125.' : '',
  sent: 0,
  dropped: 0,
  queued: null,
  lastMs: null,
  ...but,
});

describe('what is told of exporters', () => {
  test('nothing while all is well', () => {
    const lines = new ExporterLines();
    for (const phase of ['off', 'waiting', 'working', 'working', 'off'] as const)
      expect(lines.take([stateOf(phase)], 0)).toEqual([]);
    expect(lines.end([stateOf('working', { dropped: 3 })], true)).toEqual([]);
  });

  test('a trouble once, however long it lasts and whatever else is said of it', () => {
    const lines = new ExporterLines();
    expect(lines.take([stateOf('trouble')], 0)).toEqual(['StatsD: Nobody answers at 127.0.0.1:8125.']);
    for (let s = 1; s < 100; s += 1)
      expect(lines.take([stateOf('trouble', { dropped: s, text: `Again in ${s} s.` })], s * 1000)).toEqual(
        [],
      );
  });

  test('the recovery when it has lasted, with what was given up meanwhile', () => {
    const lines = new ExporterLines();
    lines.take([stateOf('working', { dropped: 5 })], 0);
    lines.take([stateOf('trouble', { dropped: 9 })], 1000);
    lines.take([stateOf('trouble', { dropped: 1205 })], 60_000);
    expect(lines.take([stateOf('working', { dropped: 1205 })], 61_000)).toEqual([]);
    expect(lines.take([stateOf('working', { dropped: 1205 })], 70_999)).toEqual([]);
    expect(lines.take([stateOf('working', { dropped: 1205 })], 71_000)).toEqual([
      'StatsD: works again; 1,200 figures were given up meanwhile',
    ]);
    expect(lines.take([stateOf('working', { dropped: 1205 })], 90_000)).toEqual([]);
    expect(lines.take([stateOf('trouble')], 91_000)).toHaveLength(1);
  });

  test('one that gave nothing up says so', () => {
    const lines = new ExporterLines();
    lines.take([stateOf('trouble')], 0);
    lines.take([stateOf('working')], 1000);
    expect(lines.take([stateOf('working')], 11_000)).toEqual([
      'StatsD: works again; nothing was given up meanwhile',
    ]);
  });

  test('one that only waits to be asked has recovered as well, in its own words', () => {
    const lines = new ExporterLines();
    const name = 'prometheus' as const;
    lines.take([stateOf('trouble', { name })], 0);
    const waits = stateOf('waiting', { name, text: 'Listens at http://127.0.0.1:9824/metrics.' });
    expect(lines.take([waits], 1000)).toEqual([]);
    expect(lines.take([waits], 11_000)).toEqual([
      'Prometheus: Listens at http://127.0.0.1:9824/metrics; nothing was given up meanwhile',
    ]);
  });

  test('what has begun anew counts from nothing', () => {
    const lines = new ExporterLines();
    lines.take([stateOf('working', { dropped: 499 })], 0);
    lines.take([stateOf('trouble', { dropped: 500 })], 0);
    lines.take([stateOf('working', { dropped: 1 })], 1000);
    expect(lines.take([stateOf('working', { dropped: 1 })], 11_000)).toEqual([
      'StatsD: works again; nothing was given up meanwhile',
    ]);
  });

  test('flapping is no recovery and no new trouble', () => {
    const lines = new ExporterLines();
    let told = 0;
    for (let s = 0; s < 300; s += 1) {
      const phase = (['trouble', 'working', 'waiting', 'working'] as const)[s % 4] ?? 'working';
      told += lines.take([stateOf(phase, { dropped: s })], s * 1000).length;
    }
    expect(told).toBe(1);
  });

  test('another trouble beside the first is told as well, once, and by itself', () => {
    const lines = new ExporterLines();
    const full = { id: 'queue-full', text: 'The disk is full.' };
    const away = { id: 'server-away', text: 'The server is away.' };
    const withTroubles = (...troubles: readonly { id: string; text: string }[]) =>
      stateOf('trouble', { troubles, text: troubles.map(({ text }) => text).join(' ') });
    expect(lines.take([withTroubles(full)], 0)).toEqual(['StatsD: The disk is full.']);
    expect(lines.take([withTroubles(away, full)], 1000)).toEqual(['StatsD: The server is away.']);
    expect(lines.take([withTroubles(full)], 2000)).toEqual([]);
    expect(lines.take([withTroubles(away, full)], 3000)).toEqual([]);
    lines.take([stateOf('working')], 4000);
    lines.take([stateOf('working')], 14_000);
    expect(lines.take([withTroubles(away, full)], 15_000)).toEqual([
      'StatsD: The server is away. The disk is full.',
    ]);
  });

  test('at the end, what waits though nothing was called a trouble yet', () => {
    const lines = new ExporterLines();
    lines.take([stateOf('waiting', { name: 'push', queued: 0, dropped: 2 })], 0);
    const last = stateOf('waiting', { name: 'push', queued: 40, dropped: 2 });
    expect(lines.end([last], true)).toEqual(['Push: 40 figures kept for later']);
    expect(lines.end([last], false)).toEqual(['Push: 40 figures given up']);
    expect(lines.end([{ ...last, queued: 0, dropped: 42 }], false)).toEqual(['Push: 40 figures given up']);
    expect(lines.end([{ ...last, queued: 0 }], true)).toEqual([]);
  });

  test('one that is switched off is forgotten', () => {
    const lines = new ExporterLines();
    lines.take([stateOf('trouble')], 0);
    expect(lines.take([stateOf('off')], 1000)).toEqual([]);
    expect(lines.take([stateOf('trouble')], 2000)).toHaveLength(1);
  });

  test('each by itself, and at the end what the troubles still cost', () => {
    const lines = new ExporterLines();
    const push = stateOf('trouble', { name: 'push', text: 'The server is away.', dropped: 1, queued: 2400 });
    const told = lines.take(
      [stateOf('trouble', { dropped: 7 }), stateOf('off', { name: 'prometheus' }), push],
      0,
    );
    expect(told).toEqual(['StatsD: Nobody answers at 127.0.0.1:8125.', 'Push: The server is away.']);
    const end = [stateOf('trouble', { dropped: 7 }), push];
    expect(lines.end(end, true)).toEqual([
      'StatsD: 7 figures given up',
      'Push: 1 figure given up, 2,400 figures kept for later',
    ]);
    // In memory alone it ends with the process.
    expect(lines.end(end, false)).toEqual(['StatsD: 7 figures given up', 'Push: 2,401 figures given up']);
  });
});
