import { describe, expect, test } from 'vitest';
import { MOST_PROBING } from '../../../../main/app/encapsulation/path-probes.ts';
import { expectedTrouble } from '../../../../main/app/refusal.ts';
import type { PathProbeAsk } from '../../../../main/domain/encapsulation/ask.ts';
import { NO_NETWORK } from '../../../../main/domain/model/network.ts';
import { setUp } from '../set-up.ts';
import { traceView } from '../traces/trace-example.ts';

const ASK: PathProbeAsk = { path: { host: '198.51.100.9' }, from: null, family: null };

async function allowed() {
  const bench = await setUp({ prepare: ({ engine }) => (engine.network = { ...NO_NETWORK, id: 'home' }) });
  bench.encapsulation.records.answers.set('home', true);
  return bench;
}

async function running(ask: PathProbeAsk = ASK) {
  const bench = await allowed();
  const view = await bench.app.handlers.startPathProbe(ask);
  return { ...bench, view, probe: bench.encapsulation.last };
}

describe('a path probe', () => {
  test('begins at once, with what the engine sends by, on the network that was allowed', async () => {
    const { encapsulation, engine, probe, view } = await running();
    expect(view).toMatchObject({ status: 'running', host: '198.51.100.9', network: 'home' });
    const { sender, paths, network, allowed: may, records, audit } = probe.surroundings;
    expect([sender, paths, records, audit]).toEqual([
      engine().probes,
      engine().paths,
      encapsulation.records,
      encapsulation.audit,
    ]);
    expect([network, may]).toEqual(['home', true]);
  });

  test('is asked for without the blanks around a host', async () => {
    const { probe } = await running({
      path: { hops: [' 192.0.2.1', '192.0.2.2 '] },
      from: ' 192.0.2.3 ',
      family: 4,
    });
    expect(probe.ask).toEqual({ path: { hops: ['192.0.2.1', '192.0.2.2'] }, from: '192.0.2.3', family: 4 });
  });

  test('is told as it changes, found while it runs and after', async () => {
    const { app, probe, pushed, settle, view } = await running();
    probe.change({ sent: 7 });
    expect(pushed('pathProbe').at(-1)).toMatchObject({ id: view.id, sent: 7 });
    expect(await app.handlers.pathProbe({ id: view.id })).toMatchObject({ sent: 7, status: 'running' });
    probe.end({ sent: 90 });
    await settle();
    expect(await app.handlers.pathProbe({ id: view.id })).toMatchObject({ sent: 90, status: 'done' });
    expect(probe.listeners).toBe(0);
  });

  test('is stopped by its id; one that has ended, or never was, needs no stop', async () => {
    const { app, probe, settle, view } = await running();
    await app.handlers.stopPathProbe({ id: view.id });
    await settle();
    await app.handlers.stopPathProbe({ id: view.id });
    await app.handlers.stopPathProbe({ id: 'nobody' });
    expect(probe.stops).toBe(1);
  });

  test(`is refused beside ${MOST_PROBING} others, and not any more when one has ended`, async () => {
    const { app, encapsulation, settle } = await allowed();
    for (let number = 0; number < MOST_PROBING; number += 1) await app.handlers.startPathProbe(ASK);
    expect(await app.handlers.startPathProbe(ASK).catch(expectedTrouble)).toEqual({
      what: '3 path probes are running.',
      wayOut: 'Stop one of them first.',
    });
    expect(encapsulation.probes).toHaveLength(MOST_PROBING);
    encapsulation.probes[0]?.end();
    await settle();
    expect(await app.handlers.startPathProbe(ASK)).toMatchObject({ status: 'running' });
  });

  test('of the last ten are remembered; an older one is told as gone', async () => {
    const { app, encapsulation, settle } = await allowed();
    const ids: string[] = [];
    for (let number = 0; number < 11; number += 1) {
      ids.push((await app.handlers.startPathProbe(ASK)).id);
      encapsulation.last.end();
      await settle();
    }
    const [first = '', second = ''] = ids;
    expect(await app.handlers.pathProbe({ id: first }).catch(expectedTrouble)).toEqual({
      what: 'This path probe is no longer kept.',
      wayOut: 'Run it again.',
    });
    expect(await app.handlers.pathProbe({ id: second })).toMatchObject({ status: 'done' });
  });

  test('that breaks is logged, and makes room for another', async () => {
    const { app, logged, probe, settle } = await running();
    probe.fail(new Error('a mistake'));
    await settle();
    expect(logged).toEqual(['a path probe failed']);
    for (let number = 0; number < MOST_PROBING; number += 1) await app.handlers.startPathProbe(ASK);
  });
});

describe('a trace of the way back', () => {
  const REVERSE = {
    host: ' 198.51.100.9 ',
    mode: 'once',
    method: 'auto',
    family: null,
    way: { direction: 'reverse' },
  } as const;

  test('goes through the same service: told, kept, found', async () => {
    const { app, encapsulation, engine, pushed, settle, traces } = await allowed();
    const view = await app.handlers.startTrace(REVERSE);
    expect(view).toMatchObject({ direction: 'reverse', host: '198.51.100.9' });
    expect(encapsulation.around[0]).toMatchObject({ network: 'home', allowed: true, paths: engine().paths });
    traces.last.end();
    await settle();
    expect(engine().history.kept).toMatchObject([{ view: { direction: 'reverse' }, reason: 'asked' }]);
    expect(pushed('tracesChanged')).toHaveLength(1);
    expect(await app.handlers.traces({ incident: null })).toMatchObject([{ direction: 'reverse' }]);
  });

  test('is compared with no healthy one', async () => {
    const { app, engine, settle, traces } = await allowed();
    engine().history.healthy = [traceView({ id: 'healthy', network: 'home' })];
    await app.handlers.startTrace({ ...REVERSE, mode: 'continuous' });
    traces.last.change({ rounds: 9 });
    traces.last.end();
    await settle();
    expect(engine().history.kept[0]?.view.comparison).toBeNull();
  });

  test('from another host: blanks around it mean nothing', async () => {
    const { app, traces } = await allowed();
    await app.handlers.startTrace({ ...REVERSE, way: { direction: 'between', from: ' 192.0.2.9 ' } });
    expect(traces.last.ask.way).toEqual({ direction: 'between', from: '192.0.2.9' });
  });
});
