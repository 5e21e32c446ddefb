import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../main/domain/model/units.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { ALL_GOOD, incident } from '../words/incident-example.ts';
import { setUp } from './set-up.ts';

describe('an outage', () => {
  test('is told on the desktop after its delay, to windows, and kept', async () => {
    const { clock, desktop, engine, pushed, settle } = await setUp();
    const sinceMs = clock.now().wallMs;
    engine().health = { ...ALL_GOOD, ipv4: 'down' };
    engine().tell({
      type: 'incident',
      phase: 'raised',
      incident: incident('ipv4-only', { id: 'ipv4-only-1', sinceMs, raisedMs: sinceMs }),
    });
    expect(desktop.shown).toEqual([]);
    clock.advance(11_000);
    await settle();
    expect(desktop.shown).toMatchObject([
      { urgent: true, notice: { kind: 'begun', incident: 'ipv4-only-1' } },
    ]);
    expect(pushed('notice')).toMatchObject([{ kind: 'begun', delivery: 'shown' }]);
    expect(engine().history.told).toMatchObject([{ kind: 'begun' }]);
  });

  test('of a muted class is only listed, from the change of the settings on', async () => {
    const { app, clock, desktop, engine, settle } = await setUp();
    const notifications = { ...DEFAULT_CONFIG.notifications, muted: ['total' as const] };
    await app.handlers.changeSettings({ config: { ...DEFAULT_CONFIG, notifyAfterMs: 0, notifications } });
    const sinceMs = clock.now().wallMs;
    engine().tell({
      type: 'incident',
      phase: 'raised',
      incident: incident('total', { sinceMs, raisedMs: sinceMs }),
    });
    clock.advance(1000);
    await settle();
    expect(desktop.shown).toEqual([]);
    expect(await app.handlers.notices(null)).toMatchObject([{ kind: 'begun', delivery: 'muted' }]);
  });
});

test('a test notice is shown whatever the settings say', async () => {
  const { app, desktop } = await setUp();
  expect(await app.handlers.testNotice(null)).toMatchObject({ kind: 'test', delivery: 'shown' });
  expect(desktop.shown).toHaveLength(1);
});

test('quiet hours are part of the state', async () => {
  const { app } = await setUp();
  const quietHours = { enabled: true, from: '00:00', to: '00:00' };
  const notifications = { ...DEFAULT_CONFIG.notifications, quietHours };
  expect(app.state.quiet.active).toBe(false);
  await app.handlers.changeSettings({ config: { ...DEFAULT_CONFIG, notifications } });
  expect(app.state.quiet.active).toBe(true);
});

describe("Faultline's own troubles are told once each", () => {
  test('damaged settings', async () => {
    const { clock, settings, pushed, settle } = await setUp();
    settings.trouble = { what: 'The settings were damaged.', wayOut: 'They are kept as x.' };
    clock.advance(5000);
    await settle();
    expect(pushed('notice')).toMatchObject([
      { kind: 'message', title: 'The settings were damaged.', body: 'They are kept as x.' },
    ]);
  });

  test('a history that was set aside', async () => {
    const { clock, pushed, settle } = await setUp({
      prepare: ({ engine }) => engine.history.change({ setAside: '/data/history.damaged' }),
    });
    clock.advance(5000);
    await settle();
    expect(pushed('notice').map(({ body }) => body)).toEqual([
      'The damaged file is /data/history.damaged: keep it or delete it.',
    ]);
  });

  test('a history that stops being written, each time it does', async () => {
    const { clock, engine, pushed, settle } = await setUp();
    const full = { writing: false, reason: 'The disk is full.' };
    engine().history.change(full);
    clock.advance(3000);
    engine().history.change({ ...full, reason: 'The disk is full. 3 events wait.' });
    clock.advance(3000);
    engine().history.change({ writing: true, reason: '' });
    clock.advance(3000);
    engine().history.change(full);
    clock.advance(3000);
    await settle();
    expect(pushed('notice').map(({ title }) => title)).toEqual([
      'The history is not being written',
      'The history is not being written',
    ]);
  });

  test('nothing before an earlier run’s notices are known', async () => {
    const { clock, settings, pushed } = await setUp({ start: () => new Promise(() => undefined) });
    settings.trouble = { what: 'x', wayOut: 'y' };
    clock.advance(5000);
    expect(pushed('notice')).toEqual([]);
  });
});

test('notices that an earlier run gave are listed, and an outage that ended unwatched gets its end', async () => {
  const { app } = await setUp({
    prepare: ({ engine }) => {
      engine.history.told.push({
        id: 'old:begun',
        kind: 'begun',
        incident: 'old',
        atMs: wallMs(5),
        title: 'Old news',
        body: '',
        delivery: 'shown',
      });
    },
  });
  expect(await app.handlers.notices(null)).toMatchObject([{ id: 'old:ended' }, { id: 'old:begun' }]);
});
