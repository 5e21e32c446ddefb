import { describe, expect, test } from 'vitest';
import { ALL_GOOD } from '../words/incident-example.ts';
import { setUp } from './set-up.ts';

const MINUTE = 60_000;

async function paused(forMs: number | null) {
  const bench = await setUp({
    prepare: ({ engine }) => {
      engine.health = ALL_GOOD;
    },
  });
  await bench.app.handlers.pause({ forMs });
  return bench;
}

describe('a pause', () => {
  test('is in force and shown at once', async () => {
    const { app, clock, engine, pushed } = await paused(15 * MINUTE);
    expect(engine().calls.at(-1)).toBe('pause');
    const state = pushed('state').at(-1);
    expect(state).toMatchObject({ tray: 'paused', verdict: { state: 'paused' } });
    expect(state?.pause).toEqual({ untilMs: clock.now().wallMs + 15 * MINUTE });
    expect(app.state.lights.every(({ rttMs }) => rttMs === null)).toBe(true);
  });

  test('ends by itself when its time is over, not before', async () => {
    const { app, clock, engine } = await paused(15 * MINUTE);
    clock.advance(15 * MINUTE - 1500);
    expect(app.state.pause).not.toBeNull();
    clock.advance(2500);
    expect(app.state.pause).toBeNull();
    expect(engine().calls.filter((call) => call === 'resume')).toHaveLength(1);
    expect(app.state.tray).toBe('good');
  });

  test('without an end goes on until it is ended', async () => {
    const { app, clock, engine } = await paused(null);
    clock.advance(3 * 60 * MINUTE);
    expect(app.state.pause).toEqual({ untilMs: null });
    await app.handlers.resume(null);
    expect(app.state.pause).toBeNull();
    expect(engine().calls.at(-1)).toBe('resume');
  });

  test('ends on waking when its time passed in a sleep', async () => {
    const { app, clock } = await paused(15 * MINUTE);
    clock.sleep(8 * 60 * MINUTE);
    clock.advance(1000);
    expect(app.state.pause).toBeNull();
  });

  test('ends in time although the clock was set back', async () => {
    const { app, clock } = await paused(15 * MINUTE);
    clock.setWall(-24 * 60 * MINUTE);
    clock.advance(15 * MINUTE + 1000);
    expect(app.state.pause).toBeNull();
  });

  test('begun again replaces the first', async () => {
    const { app, clock } = await paused(15 * MINUTE);
    await app.handlers.pause({ forMs: 60 * MINUTE });
    clock.advance(30 * MINUTE);
    expect(app.state.pause).not.toBeNull();
    clock.advance(31 * MINUTE);
    expect(app.state.pause).toBeNull();
  });

  test('that is not there can be ended without harm', async () => {
    const { app, engine } = await setUp();
    await app.handlers.resume(null);
    expect(engine().calls).not.toContain('resume');
  });

  test('holds for an engine that comes up later', async () => {
    let fails = true;
    const bench = await setUp({
      start: () => (fails ? Promise.reject(new Error('no')) : null),
    });
    await bench.app.handlers.pause({ forMs: null });
    fails = false;
    await bench.app.handlers.retryEngine(null);
    expect(bench.engine().calls).toEqual(['subscribe', 'subscribe', 'pause', 'begin']);
    expect(bench.app.state.tray).toBe('paused');
  });
});
