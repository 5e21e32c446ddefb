import { describe, expect, test } from 'vitest';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { ALL_GOOD, incident } from '../words/incident-example.ts';
import { setUp } from './set-up.ts';

const sample = (id: number, change: Partial<Sample> = {}): Sample => ({
  id,
  kind: 'tcp4',
  anchor: '192.0.2.1:443',
  sentWallMs: wallMs(1),
  sentMonoMs: monoMs(5000 + id),
  outcome: 'reply',
  rttMs: 20.123456,
  via: 'socket',
  ...change,
});

describe('from start to verdict', () => {
  test('starting until something is known of the line, then running for good', async () => {
    const { app, engine } = await setUp();
    expect(app.state).toMatchObject({
      phase: 'starting',
      tray: 'starting',
      firstRun: true,
      version: '1.2.3',
    });
    engine().health = ALL_GOOD;
    expect(app.state).toMatchObject({
      phase: 'running',
      tray: 'good',
      verdict: { headline: 'All is well.' },
    });
    engine().health = {
      ...ALL_GOOD,
      icmp: 'unknown',
      ipv4: 'unknown',
      ipv6: 'unknown',
      dns: 'unknown',
      gateway: 'unknown',
    };
    expect(app.state).toMatchObject({ phase: 'running', tray: 'starting' });
  });

  test('an outage that an earlier run left open shows at once', async () => {
    const { app, engine } = await setUp();
    engine().open = [incident('total')];
    expect(app.state).toMatchObject({ phase: 'running', tray: 'outage', verdict: { state: 'down' } });
    expect(app.state.open).toHaveLength(1);
  });

  test('the first run is known by a history without an earlier one', async () => {
    const { app } = await setUp({
      prepare: ({ engine }) => {
        engine.history.lastAliveMs = wallMs(77);
      },
    });
    expect(app.state.firstRun).toBe(false);
  });

  test('while the engine starts nothing is invented', async () => {
    const { app } = await setUp({ start: () => new Promise(() => undefined) });
    expect(app.state).toMatchObject({
      phase: 'starting',
      network: '',
      mode: { icmp: 'none' },
      history: null,
      advice: [],
      firstRun: false,
      verdict: { state: 'unknown', headline: 'Faultline is starting.' },
    });
    expect(app.state.lights.map(({ health }) => health)).toEqual(Array(5).fill('unknown'));
  });
});

describe('lights', () => {
  test('carry the last minute, no finer than people read', async () => {
    const { app, engine } = await setUp();
    engine().tell({ type: 'sample', sample: sample(1) });
    engine().tell({ type: 'sample', sample: sample(2, { outcome: 'lost', rttMs: null }) });
    engine().tell({ type: 'sample', sample: sample(3, { outcome: 'lost', rttMs: null }) });
    const ipv4 = app.state.lights.find(({ subject }) => subject === 'ipv4');
    expect(ipv4).toMatchObject({ rttMs: 20.1, loss: 0.6667 });
    expect(app.state.lights.find(({ subject }) => subject === 'ipv6')).toMatchObject({
      rttMs: null,
      loss: null,
    });
  });

  test('forget it after a gap', async () => {
    const { app, engine } = await setUp();
    engine().tell({ type: 'sample', sample: sample(1) });
    engine().tell({ type: 'gap', gap: { fromMs: wallMs(1), toMs: wallMs(2), reason: 'sleep' } });
    expect(app.state.lights.every(({ rttMs, loss }) => rttMs === null && loss === null)).toBe(true);
  });
});

describe('pushes', () => {
  test('a state once a second, and only when something but its time differs', async () => {
    const { clock, engine, pushed } = await setUp();
    const before = pushed('state').length;
    clock.advance(10_000);
    expect(pushed('state')).toHaveLength(before);
    engine().health = ALL_GOOD;
    clock.advance(900);
    clock.advance(10_000);
    expect(pushed('state')).toHaveLength(before + 1);
    expect(pushed('state').at(-1)?.verdict.headline).toBe('All is well.');
  });

  test('a hundred samples in a second make one state', async () => {
    const { clock, engine, pushed } = await setUp();
    const before = pushed('state').length;
    for (let id = 0; id < 100; id += 1) {
      engine().tell({ type: 'sample', sample: sample(id, { rttMs: id + 1 }) });
      clock.advance(10);
    }
    expect(pushed('state')).toHaveLength(before + 1);
  });

  test('the running time of an incident goes on', async () => {
    const { clock, engine, pushed } = await setUp();
    engine().open = [incident('total', { sinceMs: clock.now().wallMs })];
    const before = pushed('state').length;
    clock.advance(3000);
    const headlines = pushed('state')
      .slice(before)
      .map(({ verdict }) => verdict.headline);
    expect(new Set(headlines).size).toBe(3);
  });

  test('what was committed, and incidents only when the history knows of them', async () => {
    const { engine, pushed, settle } = await setUp();
    engine().history.commit(wallMs(123));
    expect(pushed('recorded')).toEqual([{ toMs: 123 }]);
    const flushes = engine().history.flushes;
    engine().tell({ type: 'incident', phase: 'raised', incident: incident('total') });
    expect(pushed('incidentsChanged')).toHaveLength(0);
    await settle();
    expect(engine().history.flushes).toBe(flushes + 1);
    expect(pushed('incidentsChanged')).toHaveLength(1);
  });

  test('nothing after the end, and nobody is left listening', async () => {
    const { app, clock, engine, told } = await setUp();
    await app.stop();
    const before = told.length;
    engine().health = ALL_GOOD;
    clock.advance(5000);
    expect(told).toHaveLength(before);
    expect(clock.pendingTimers).toBe(0);
    expect(engine().history.listeners).toBe(0);
    expect(engine().calls.at(-1)).toBe('stop');
  });

  test('a listener that fails is logged, and keeps nobody else from hearing', async () => {
    const { app, engine, logged } = await setUp();
    app.subscribe(() => {
      throw new Error('a window that is gone');
    });
    const heard: string[] = [];
    app.subscribe((name) => heard.push(name));
    engine().history.commit(wallMs(1));
    expect(heard).toEqual(['recorded']);
    expect(logged).toEqual(['a listener failed at recorded']);
  });

  test('a listener that unsubscribed hears nothing more', async () => {
    const { app, engine } = await setUp();
    let heard = 0;
    const unsubscribe = app.subscribe(() => {
      heard += 1;
    });
    unsubscribe();
    engine().history.commit(wallMs(1));
    expect(heard).toBe(0);
  });
});

test('the size of the history is asked now and then, and its troubles show within a second', async () => {
  const { app, clock, engine, settle } = await setUp();
  expect(app.state.history?.bytes).toBe(4096);
  engine().history.current = { ...engine().history.current, bytes: 9999 };
  clock.advance(10_000);
  await settle();
  expect(app.state.history?.bytes).toBe(9999);
  engine().history.change({ writing: false, reason: 'The disk is full.' });
  expect(app.state.advice).toMatchObject([{ id: 'history', wayOut: 'The disk is full.' }]);
});

test('a tray that cannot be shown is told, until it can', async () => {
  const { app, pushed } = await setUp();
  app.setTrayTrouble({ what: 'No tray here.', wayOut: 'Use the window.' });
  expect(pushed('state').at(-1)?.advice).toMatchObject([{ id: 'tray', what: 'No tray here.', action: null }]);
  app.setTrayTrouble(null);
  expect(pushed('state').at(-1)?.advice).toEqual([]);
});
