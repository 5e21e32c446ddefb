import { describe, expect, test } from 'vitest';
import { expectedTrouble } from '../../../main/app/refusal.ts';
import { HistoryError } from '../../../main/history/errors.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { incident } from '../words/incident-example.ts';
import { AN_HOUR } from './history-double.ts';
import { setUp } from './set-up.ts';

describe('questions of the past', () => {
  test('reach the history as they were asked', async () => {
    const { app, engine } = await setUp();
    engine().history.asked = [];
    const query = { kinds: ['icmp4'] as const, ...AN_HOUR, points: 300 };
    expect(await app.handlers.series(query)).toMatchObject(AN_HOUR);
    expect(await app.handlers.gaps(AN_HOUR)).toMatchObject([{ reason: 'sleep' }]);
    await app.handlers.incidents({ limit: 7 });
    expect(engine().history.asked).toEqual([query, AN_HOUR, { limit: 7 }]);
  });

  test('a note is answered with the incident, and lists are told to ask again', async () => {
    const { app, engine, pushed } = await setUp();
    const open = { ...incident('total'), note: '' };
    engine().history.stored = [open];
    expect(await app.handlers.noteIncident({ id: open.id, note: 'called them' })).toMatchObject({
      id: open.id,
      note: 'called them',
    });
    expect(pushed('incidentsChanged')).toHaveLength(1);
  });

  test('a note on what is gone fails in words and tells nobody', async () => {
    const { app, pushed } = await setUp();
    const failure = await app.handlers.noteIncident({ id: 'gone', note: 'x' }).catch(expectedTrouble);
    expect(failure).toEqual({ what: 'There is no such incident any more.', wayOut: '' });
    expect(pushed('incidentsChanged')).toHaveLength(0);
  });

  test('a history that fails says so in its own words', async () => {
    const { app, engine } = await setUp();
    engine().history.fault = new HistoryError('full', 'The disk is full.');
    expect(await app.handlers.gaps(AN_HOUR).catch(expectedTrouble)).toEqual({
      what: 'The disk is full.',
      wayOut: '',
    });
  });
});

describe('the helper', () => {
  test('is fixed by the engine', async () => {
    const { app, engine } = await setUp();
    expect(await app.handlers.fixHelper(null)).toBeNull();
    expect(engine().calls).toContain('fix');
  });

  test('that stays away tells why, as a sentence', async () => {
    const { app, engine } = await setUp();
    engine().retry = { ok: false, code: 'declined', reason: 'the right was not given' };
    expect(await app.handlers.fixHelper(null).catch(expectedTrouble)).toEqual({
      what: 'The right was not given.',
      wayOut: '',
    });
  });
});

describe('settings', () => {
  test('take effect at once: engine, start at login, every window', async () => {
    const { app, desktop, engine, pushed, settings } = await setUp();
    const config = { ...DEFAULT_CONFIG, intervalMs: 5000, startAtLogin: true };
    expect(await app.handlers.changeSettings({ config })).toMatchObject({ ok: true, view: { config } });
    expect(engine().configs).toEqual([config]);
    expect(settings.config).toEqual(config);
    expect(desktop.atLogin).toBe(true);
    expect(pushed('settings')).toMatchObject([{ config }]);
  });

  test('that are wrong change nothing', async () => {
    const { app, engine, pushed, settings } = await setUp();
    const answer = await app.handlers.changeSettings({ config: { intervalMs: 1 } });
    expect(answer).toMatchObject({ ok: false, problems: [{ path: ['intervalMs'] }] });
    expect(engine().configs).toEqual([]);
    expect(settings.config).toBe(DEFAULT_CONFIG);
    expect(pushed('settings')).toEqual([]);
  });

  test('view: size on disk and what this desktop offers', async () => {
    const { app } = await setUp();
    expect(await app.handlers.settings(null)).toMatchObject({ historyBytes: 4096, canStartAtLogin: true });
  });

  test('can be changed while no engine runs', async () => {
    const { app, settings } = await setUp({
      start: () => Promise.reject(new HistoryError('in-use', 'In use.')),
    });
    const config = { ...DEFAULT_CONFIG, intervalMs: 5000 };
    expect(await app.handlers.changeSettings({ config })).toMatchObject({ ok: true });
    expect(settings.config.intervalMs).toBe(5000);
  });

  test('start a later engine', async () => {
    let fails = true;
    const { app, starts } = await setUp({ start: () => (fails ? Promise.reject(new Error('no')) : null) });
    await app.handlers.changeSettings({ config: { ...DEFAULT_CONFIG, intervalMs: 5000 } });
    fails = false;
    await app.handlers.retryEngine(null);
    expect(starts.map(({ config }) => config.intervalMs)).toEqual([1000, 5000]);
  });
});

test('folders and windows are opened by the desktop', async () => {
  const { app, desktop } = await setUp();
  await app.handlers.openDataFolder(null);
  expect(desktop.folders).toEqual(['/home/somebody/.local/share/faultline']);
  const destination = { incident: 'total-1', tab: null, trace: null };
  await app.handlers.openWindow({ window: 'dashboard', destination });
  expect(desktop.opened).toEqual([{ window: 'dashboard', destination }]);
});

test('the state is answered as it is', async () => {
  const { app } = await setUp();
  expect(await app.handlers.state(null)).toEqual(app.state);
});
