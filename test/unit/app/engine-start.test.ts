import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../main/headless/types.ts';
import { HISTORY_ERROR_CODES, HistoryError } from '../../../main/history/errors.ts';
import { EngineDouble } from './engine-double.ts';
import { setUp } from './set-up.ts';

describe('an engine that cannot start', () => {
  test.each(HISTORY_ERROR_CODES)('because of its history (%s) is told with the way out', async (code) => {
    const { app, logged, pushed } = await setUp({
      start: () => Promise.reject(new HistoryError(code, 'Another Faultline writes here. Stop it.')),
    });
    expect(app.state).toMatchObject({ phase: 'failed', tray: 'no-helper', firstRun: false });
    expect(app.state.verdict.headline).toBe('Nothing is being measured.');
    expect(app.state.advice).toEqual([
      {
        id: 'engine',
        what: 'Nothing is measured: the history cannot be opened.',
        wayOut: 'Another Faultline writes here. Stop it.',
        action: 'retry-engine',
      },
    ]);
    expect(pushed('state').at(-1)?.phase).toBe('failed');
    expect(logged).toEqual([]);
  });

  test('for a reason nobody expected is logged too', async () => {
    const { app, logged } = await setUp({ start: () => Promise.reject(new Error('out of handles')) });
    expect(app.state.advice[0]?.what).toContain('out of handles');
    expect(logged).toEqual(['the engine did not start']);
  });

  test('once it runs already is stopped, or the next try could not have its history', async () => {
    const broken = new EngineDouble();
    broken.subscribe = () => {
      throw new Error('nobody may listen');
    };
    const { app, engine } = await setUp({
      start: (number) => (number === 1 ? Promise.resolve(broken) : null),
    });
    expect(app.state.advice[0]?.what).toContain('nobody may listen');
    expect(broken.calls).toEqual(['stop']);
    await app.handlers.retryEngine(null);
    expect(app.state.phase).toBe('starting');
    expect(engine().calls).toContain('begin');
  });

  test('is tried again on demand, and says how that goes', async () => {
    const { app, starts, pushed } = await setUp({
      start: (number) => (number < 3 ? Promise.reject(new HistoryError('in-use', 'In use.')) : null),
    });
    await app.handlers.retryEngine(null);
    expect(app.state.phase).toBe('failed');
    await app.handlers.retryEngine(null);
    expect(app.state).toMatchObject({ phase: 'starting', advice: [] });
    expect(starts).toHaveLength(3);
    expect(pushed('state').map(({ verdict }) => verdict.headline)).toContain('Faultline is starting.');
  });

  test('refuses questions in words meanwhile', async () => {
    const { app } = await setUp({ start: () => Promise.reject(new HistoryError('in-use', 'In use.')) });
    await expect(app.handlers.incidents({})).rejects.toThrow('The history is not open.');
    await expect(app.handlers.fixHelper(null)).rejects.toThrow('Monitoring does not run.');
    await expect(app.handlers.testAnchor({ kind: 'icmp4', address: '192.0.2.1' })).rejects.toThrow(
      'Monitoring does not run.',
    );
    expect(await app.handlers.pause({ forMs: null })).toBeNull();
  });
});

describe('one engine at a time', () => {
  test('asking again while one runs, or starts, does nothing', async () => {
    const { app, starts } = await setUp();
    await Promise.all([app.handlers.retryEngine(null), app.handlers.retryEngine(null)]);
    expect(starts).toHaveLength(1);
  });

  test('listeners are there before the first event', async () => {
    const { engine } = await setUp();
    expect(engine().calls).toEqual(['subscribe', 'subscribe', 'begin']);
  });

  test('stopped while it still starts, it is stopped when it has, and never begins', async () => {
    let started: (engine: Engine) => void = () => undefined;
    const late = new EngineDouble();
    const { app } = await setUp({
      start: () =>
        new Promise((resolve) => {
          started = resolve;
        }),
    });
    const stopping = app.stop();
    started(late);
    await stopping;
    expect(late.calls).toEqual(['stop']);
  });

  test('stop waits until everything is flushed', async () => {
    const { app, engine } = await setUp();
    let flushed: () => void = () => undefined;
    engine().stopping = new Promise((resolve) => {
      flushed = resolve;
    });
    let over = false;
    const stopping = app.stop().then(() => {
      over = true;
    });
    await Promise.resolve();
    expect(over).toBe(false);
    flushed();
    await stopping;
    expect(engine().calls.at(-1)).toBe('stop');
  });

  test('no start after the end', async () => {
    const { app, starts } = await setUp();
    await app.stop();
    await app.handlers.retryEngine(null);
    expect(starts).toHaveLength(1);
  });
});
