import { describe, expect, test } from 'vitest';
import { expectedTrouble } from '../../../../main/app/refusal.ts';
import { MOST_RUNNING } from '../../../../main/app/traces/trace-service.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { TraceAsk } from '../../../../main/domain/trace/ask.ts';
import { HistoryError } from '../../../../main/history/errors.ts';
import { setUp } from '../set-up.ts';
import { traceView } from './trace-example.ts';

const ask = (change: Partial<TraceAsk> = {}): TraceAsk => ({
  host: '198.51.100.9',
  mode: 'once',
  method: 'auto',
  family: null,
  ...change,
});

async function running(change: Partial<TraceAsk> = {}) {
  const bench = await setUp();
  const view = await bench.app.handlers.startTrace(ask(change));
  return { ...bench, view, trace: bench.traces.last };
}

describe('a trace that was asked for', () => {
  test('begins at once, with the probes and on the network of the engine', async () => {
    const { engine, trace, view } = await running({ host: '  host.example ' });
    expect(view).toMatchObject({ id: 'trace-1', status: 'running', host: 'host.example' });
    expect(trace.surroundings.sender).toBe(engine().probes);
    expect(trace.surroundings.network).toBe(engine().network.id);
  });

  test('is told as it changes, and found while it runs', async () => {
    const { app, pushed, trace } = await running();
    trace.change({ sent: 4 });
    expect(pushed('trace').at(-1)).toMatchObject({ id: 'trace-1', status: 'running', sent: 4 });
    expect(await app.handlers.trace({ id: 'trace-1' })).toMatchObject({ status: 'running', sent: 4 });
  });

  test('is kept when it ends, once, and lists are told to ask again', async () => {
    const { app, engine, pushed, settle, trace } = await running();
    trace.end();
    await settle();
    expect(engine().history.kept).toMatchObject([
      { view: { id: 'trace-1', status: 'done' }, reason: 'asked', incident: null },
    ]);
    expect(pushed('tracesChanged')).toHaveLength(1);
    expect(trace.listeners).toBe(0);
    expect(await app.handlers.traces({ incident: null })).toMatchObject([{ id: 'trace-1' }]);
    expect(await app.handlers.trace({ id: 'trace-1' })).toMatchObject({ status: 'done' });
  });

  test('that never sent anything is told with its trouble, found, and not kept', async () => {
    const { app, engine, pushed, settle, trace } = await running();
    trace.end({ status: 'failed', sent: 0, trouble: 'There is no such host.' });
    await settle();
    expect(pushed('trace').at(-1)).toMatchObject({ trouble: 'There is no such host.' });
    expect(engine().history.kept).toEqual([]);
    expect(pushed('tracesChanged')).toEqual([]);
    expect(await app.handlers.trace({ id: 'trace-1' })).toMatchObject({ status: 'failed' });
    expect((await app.handlers.traceTargets(null)).recent).toEqual([]);
  });

  test('is stopped by its id; one that has ended, or never was, needs no stop', async () => {
    const { app, engine, settle, trace } = await running({ mode: 'continuous' });
    expect(await app.handlers.stopTrace({ id: 'trace-1' })).toBeNull();
    await settle();
    expect(engine().history.kept).toMatchObject([{ view: { status: 'stopped' } }]);
    await app.handlers.stopTrace({ id: 'trace-1' });
    await app.handlers.stopTrace({ id: 'nobody' });
    expect(trace.stops).toBe(1);
  });

  test('ends with the window that shows it, and with no other one', async () => {
    const { app, engine, settle, trace } = await running({ mode: 'continuous' });
    app.windowClosed('dashboard');
    app.windowClosed('settings');
    expect(trace.stops).toBe(0);
    app.windowClosed('traceroute');
    await settle();
    expect(engine().history.kept).toMatchObject([{ view: { id: 'trace-1', status: 'stopped' } }]);
  });

  test('is kept at the end of the app, before the history closes', async () => {
    const { app, engine, settle, trace } = await running({ mode: 'continuous' });
    trace.lingers = true;
    const stopping = app.stop();
    await settle();
    expect(trace.stops).toBe(1);
    expect(engine().calls).not.toContain('stop');
    trace.end({ status: 'stopped' });
    await stopping;
    expect(engine().history.kept).toMatchObject([{ view: { status: 'stopped' } }]);
    expect(engine().calls.at(-1)).toBe('stop');
  });

  test('may run while monitoring is paused: the user asked for it', async () => {
    const { app, traces } = await setUp();
    await app.handlers.pause({ forMs: null });
    await app.handlers.startTrace(ask());
    expect(traces.running).toHaveLength(1);
  });

  test('is refused in words without an engine', async () => {
    const { app } = await setUp({ start: () => Promise.reject(new Error('no')) });
    expect(await app.handlers.startTrace(ask()).catch(expectedTrouble)).toEqual({
      what: 'Monitoring does not run.',
      wayOut: 'Traces can be run when it does.',
    });
  });

  test(`is refused beside ${MOST_RUNNING} others, and not any more when one has ended`, async () => {
    const { app, settle, traces } = await setUp();
    for (let number = 0; number < MOST_RUNNING; number += 1) await app.handlers.startTrace(ask());
    const refused = await app.handlers.startTrace(ask()).catch(expectedTrouble);
    expect(refused).toEqual({ what: '20 traces are running.', wayOut: 'Stop one of them first.' });
    expect(traces.all).toHaveLength(MOST_RUNNING);
    traces.all[0]?.end();
    await settle();
    await app.handlers.startTrace(ask());
    expect(traces.running).toHaveLength(MOST_RUNNING);
  });
});

describe('the healthy trace of the same target, method and network', () => {
  const healthyAt = (startedMs: number) =>
    traceView({ id: 'healthy', network: 'none', startedMs: wallMs(startedMs) });

  test('is what an ended one is compared with', async () => {
    const { clock, engine, pushed, settle, trace } = await running();
    engine().history.healthy = [healthyAt(clock.now().wallMs - 1000)];
    trace.end();
    await settle();
    expect(engine().history.kept[0]?.view.comparison?.baseline.id).toBe('healthy');
    expect(pushed('trace').at(-1)?.comparison?.baseline.id).toBe('healthy');
  });

  test('counts only when it is older, of that method and of that network', async () => {
    const { clock, engine, settle, trace } = await running();
    engine().history.healthy = [
      healthyAt(clock.now().wallMs + 1),
      { ...healthyAt(1000), method: 'tcp' },
      { ...healthyAt(1000), network: 'elsewhere' },
    ];
    trace.end();
    await settle();
    expect(engine().history.kept[0]?.view.comparison).toBeNull();
  });

  test('is told with a continuous one while it runs, after some rounds', async () => {
    const { app, engine, pushed, settle, trace } = await running({ mode: 'continuous' });
    engine().history.healthy = [healthyAt(1000)];
    trace.change({ rounds: 2 });
    await settle();
    expect(pushed('trace').at(-1)?.comparison).toBeNull();
    trace.change({ rounds: 3 });
    await settle();
    trace.change({ rounds: 4 });
    expect(pushed('trace').at(-1)?.comparison?.baseline.id).toBe('healthy');
    expect((await app.handlers.trace({ id: 'trace-1' })).comparison?.baseline.id).toBe('healthy');
  });

  test('of a history that fails is none', async () => {
    const { engine, logged, settle, trace } = await running();
    engine().history.fault = new HistoryError('full', 'The disk is full.');
    trace.end();
    await settle();
    expect(engine().history.kept[0]?.view.comparison).toBeNull();
    expect(logged).toEqual([]);
  });
});

describe('finding', () => {
  test('one of an earlier run asks the history, whose words are told', async () => {
    const { app, engine } = await setUp();
    engine().history.kept = [{ view: traceView({ id: 'old' }), reason: 'baseline', incident: null }];
    expect(await app.handlers.trace({ id: 'old' })).toMatchObject({ id: 'old' });
    expect(await app.handlers.trace({ id: 'gone' }).catch(expectedTrouble)).toEqual({
      what: 'This trace is no longer in the history.',
      wayOut: '',
    });
  });

  test('without a history says so; the list is empty', async () => {
    const { app } = await setUp({ start: () => Promise.reject(new Error('no')) });
    expect(await app.handlers.trace({ id: 'x' }).catch(expectedTrouble)).toMatchObject({
      what: 'This trace is not kept.',
    });
    expect(await app.handlers.traces({ incident: null })).toEqual([]);
  });

  test('those of an incident asks for that incident', async () => {
    const { app, engine } = await setUp();
    await app.handlers.traces({ incident: 'total-1' });
    expect(engine().history.asked.at(-1)).toEqual({ limit: 200, incident: 'total-1' });
  });
});

describe('targets', () => {
  test('are the anchors, the gateways and the hosts asked for, each once', async () => {
    const bench = await setUp({
      prepare: ({ engine }) => {
        engine.network = { ...engine.network, gateway4: '192.0.2.1', gateway6: 'fe80::1%eth0' };
        const kept = (id: string, host: string, reason: 'asked' | 'baseline') => ({
          view: traceView({ id, host }),
          reason,
          incident: null,
        });
        engine.history.kept = [
          kept('1', 'host.example', 'asked'),
          kept('2', '192.0.2.1', 'asked'),
          kept('3', 'host.example', 'asked'),
          kept('4', '203.0.113.7', 'baseline'),
        ];
      },
    });
    const targets = await bench.app.handlers.traceTargets(null);
    expect(targets).toEqual(bench.app.traceTargets);
    expect(targets.anchors.slice(0, 2)).toEqual(['1.1.1.1', '8.8.8.8']);
    expect(targets.anchors).toHaveLength(6);
    expect(targets.gateways).toEqual(['192.0.2.1', 'fe80::1%eth0']);
    expect(targets.recent).toEqual(['host.example']);
  });

  test('name the newest host first, 20 of them', async () => {
    const { app, settle, traces } = await setUp();
    for (let number = 0; number < 25; number += 1) {
      await app.handlers.startTrace(ask({ host: `host-${number}.example` }));
      traces.last.end();
      await settle();
    }
    const { recent } = await app.handlers.traceTargets(null);
    expect(recent).toHaveLength(20);
    expect(recent[0]).toBe('host-24.example');
  });

  test('of a history that fails are those of this run', async () => {
    const { app } = await setUp({
      prepare: ({ engine }) => {
        engine.history.fault = new HistoryError('full', 'The disk is full.');
      },
    });
    expect((await app.handlers.traceTargets(null)).recent).toEqual([]);
  });
});
