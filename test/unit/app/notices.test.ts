import { describe, expect, test } from 'vitest';
import type { Incident, IncidentClass } from '../../../main/domain/model/incident.ts';
import { type Network, NO_NETWORK } from '../../../main/domain/model/network.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { ANCHORS, HOME, raisedIncident } from '../trace/schedule/conditions.ts';
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

describe('what a notice on the desktop offers to trace', () => {
  const raised = async (change: { readonly network?: Network; readonly class?: IncidentClass } = {}) => {
    const bench = await setUp({
      prepare: ({ engine, settings }) => {
        settings.config = { ...DEFAULT_CONFIG, anchors: ANCHORS };
        engine.network = change.network ?? HOME;
      },
    });
    const { clock, engine } = bench;
    const sinceMs = clock.now().wallMs;
    const one: Incident = { ...raisedIncident({ sinceMs }), class: change.class ?? 'ipv4-only' };
    engine().open = [one];
    engine().tell({ type: 'incident', phase: 'raised', incident: one });
    clock.advance(11_000);
    await bench.settle();
    return { ...bench, one };
  };

  test('of an outage: the path that its own trace looks at first, until it is stopped', async () => {
    const { desktop } = await raised();
    expect(desktop.shown).toMatchObject([
      {
        notice: { kind: 'begun' },
        trace: { host: '198.51.100.7', mode: 'continuous', method: 'auto', family: 4 },
      },
    ]);
  });

  test.each([
    ['a network without a way out', { network: NO_NETWORK }],
    ['a portal', { class: 'captive-portal' }],
  ] as const)('behind %s: nothing', async (_, change) => {
    const { desktop } = await raised(change);
    expect(desktop.shown).toMatchObject([{ notice: { kind: 'begun' }, trace: null }]);
  });

  test('of its end, or of a test: nothing', async () => {
    const { app, clock, desktop, engine, one, settle } = await raised();
    const untilMs = clock.now().wallMs;
    engine().open = [];
    engine().tell({ type: 'incident', phase: 'cleared', incident: { ...one, untilMs, end: 'recovered' } });
    await settle();
    await app.handlers.testNotice(null);
    expect(desktop.shown.slice(1)).toMatchObject([
      { notice: { kind: 'ended' }, trace: null },
      { notice: { kind: 'test' }, trace: null },
    ]);
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

  test('a history that was lost and begun anew, once each time', async () => {
    const { clock, engine, pushed, settle } = await setUp();
    engine().history.change({ begunAnewMs: wallMs(5) });
    clock.advance(3000);
    engine().history.change({ begunAnewMs: wallMs(5000) });
    clock.advance(3000);
    await settle();
    expect(pushed('notice').map(({ title }) => title)).toEqual([
      'The history was lost; a new one was begun',
      'The history was lost; a new one was begun',
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
