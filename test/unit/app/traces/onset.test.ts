import { describe, expect, test } from 'vitest';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import { type WallMs, wallMs } from '../../../../main/domain/model/units.ts';
import { HistoryError } from '../../../../main/history/errors.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { ANCHORS, HOME, raisedIncident, WELL } from '../../trace/schedule/conditions.ts';
import { type Bench, setUp } from '../set-up.ts';
import { hop, traceView } from './trace-example.ts';

const MINUTE = 60_000;

/** The app at home, with all well and the helper running. */
async function atHome(change: Parameters<typeof setUp>[0] = {}): Promise<Bench> {
  return setUp({
    ...change,
    prepare: ({ engine, settings }) => {
      settings.config = { ...DEFAULT_CONFIG, anchors: ANCHORS };
      engine.network = HOME;
      engine.health = WELL;
    },
  });
}

/** What the engine does when an incident begins: it is open, and told. */
function begin({ engine }: Bench, incident: Incident): void {
  engine().open = [incident];
  engine().tell({ type: 'incident', phase: 'raised', incident });
}

const since = ({ clock }: Bench): WallMs => wallMs(clock.now().wallMs - 4000);
const kept = ({ engine }: Bench) => engine().history.kept;

describe('when an incident begins', () => {
  test('a trace of each family is taken, compared and kept with the incident', async () => {
    const bench = await atHome();
    const sinceMs = since(bench);
    bench.engine().history.healthy = [
      traceView({
        id: 'healthy-4',
        network: 'home',
        method: 'icmp',
        destination: { address: '198.51.100.7', name: null },
        startedMs: wallMs(sinceMs - 1000),
      }),
    ];
    begin(bench, raisedIncident({ sinceMs }));
    await bench.settle();
    expect(bench.traces.all.map(({ ask }) => ask)).toEqual([
      {
        host: '198.51.100.7',
        mode: 'once',
        method: 'icmp',
        family: 4,
        expectedHops: 3,
      },
      { host: '2001:db8::1', mode: 'once', method: 'auto', family: 6 },
    ]);
    expect(bench.traces.all[0]?.surroundings).toMatchObject({ network: 'home' });
    expect(bench.traces.all[0]?.surroundings.sender).toBe(bench.engine().probes);
    bench.traces.all[0]?.end({ reached: false, hops: [hop(1, '192.0.2.1'), hop(2, null)] });
    bench.traces.all[1]?.end();
    await bench.settle();
    expect(kept(bench)).toMatchObject([
      { view: { family: 6, comparison: null }, reason: 'incident', incident: 'ipv4-only-1' },
      {
        view: { family: 4, comparison: { baseline: { id: 'healthy-4' } } },
        reason: 'incident',
        incident: 'ipv4-only-1',
      },
    ]);
    expect(bench.pushed('tracesChanged')).toHaveLength(2);
    expect(bench.pushed('trace')).toEqual([]);
  });

  test('whom it is traced to stands first among those that one could trace, while it goes on', async () => {
    const bench = await atHome();
    begin(bench, raisedIncident({ sinceMs: since(bench) }));
    const during = await bench.app.handlers.traceTargets(null);
    expect(during.affected).toEqual(['198.51.100.7']);
    expect(during.anchors).not.toContain('198.51.100.7');
    bench.engine().open = [];
    const after = await bench.app.handlers.traceTargets(null);
    expect(after).not.toHaveProperty('affected');
    expect(after.anchors).toContain('198.51.100.7');
  });

  test('incidents that follow each other closely are not all traced, and windows are told so', async () => {
    const bench = await atHome();
    const ids = ['a', 'b', 'c', 'd'];
    for (const id of ids) begin(bench, raisedIncident({ id, sinceMs: since(bench) }));
    const why = await Promise.all(ids.map((incident) => bench.app.handlers.untraced({ incident })));
    expect(why).toEqual([null, null, null, 'spared']);
  });

  test('the newest healthy one decides the method; one from after the beginning is none', async () => {
    const bench = await atHome();
    const sinceMs = since(bench);
    const healthy = (id: string, method: 'udp' | 'tcp', startedMs: number) =>
      traceView({
        id,
        method,
        network: 'home',
        destination: { address: '198.51.100.7', name: null },
        startedMs: wallMs(startedMs),
      });
    bench.engine().history.healthy = [
      healthy('after', 'udp', sinceMs + 1),
      healthy('older', 'udp', sinceMs - 9000),
      healthy('newer', 'tcp', sinceMs - 10),
    ];
    begin(bench, raisedIncident({ sinceMs }));
    await bench.settle();
    expect(bench.traces.all[0]?.ask.method).toBe('tcp');
    bench.traces.all[0]?.end();
    await bench.settle();
    expect(kept(bench)[0]?.view.comparison?.baseline.id).toBe('newer');
  });

  test('a history that fails costs the comparison, not the trace', async () => {
    const bench = await atHome();
    bench.engine().history.fault = new HistoryError('full', 'The disk is full.');
    begin(bench, raisedIncident());
    await bench.settle();
    for (const trace of bench.traces.all) trace.end();
    await bench.settle();
    expect(kept(bench)).toHaveLength(2);
    expect(bench.logged).toEqual([]);
  });

  test('the one that absorbs it is traced too; told again or cleared, neither is', async () => {
    const bench = await atHome();
    const first = raisedIncident();
    begin(bench, first);
    begin(bench, raisedIncident({ id: 'total-1', class: 'total' }));
    begin(bench, raisedIncident({ id: 'total-1', class: 'total' }));
    const cleared = { ...first, untilMs: since(bench), end: 'absorbed' as const, parent: 'total-1' };
    bench.engine().tell({ type: 'incident', phase: 'cleared', incident: cleared });
    await bench.settle();
    expect(bench.traces.all).toHaveLength(4);
  });

  test('a hundred within minutes are a handful of traces', async () => {
    const bench = await atHome();
    for (let number = 0; number < 100; number += 1) {
      begin(bench, raisedIncident({ id: `ipv4-only-${number}` }));
      bench.clock.advance(3000);
      await bench.settle();
    }
    expect(bench.traces.all).toHaveLength(6);
  });

  test('a trace that failed leaves nothing behind and makes no noise', async () => {
    const bench = await atHome();
    begin(bench, raisedIncident());
    await bench.settle();
    for (const trace of bench.traces.all) trace.end({ status: 'failed', sent: 0, trouble: 'No helper.' });
    await bench.settle();
    expect(kept(bench)).toEqual([]);
    expect(bench.pushed('tracesChanged')).toEqual([]);
    expect(bench.logged).toEqual([]);
  });

  test('nothing is sent without a helper, or while paused', async () => {
    const bench = await atHome();
    bench.engine().mode = { icmp: 'ping', reason: 'no privilege' };
    begin(bench, raisedIncident({ id: 'one' }));
    bench.engine().mode = { icmp: 'helper', reason: '' };
    await bench.app.handlers.pause({ forMs: null });
    begin(bench, raisedIncident({ id: 'two' }));
    await bench.settle();
    expect(bench.traces.all).toEqual([]);
    await bench.app.handlers.resume(null);
    begin(bench, raisedIncident({ id: 'three' }));
    await bench.settle();
    expect(bench.traces.all).toHaveLength(2);
  });

  test('a pause ends what runs; what it has is kept', async () => {
    const bench = await atHome();
    begin(bench, raisedIncident());
    await bench.settle();
    await bench.app.handlers.pause({ forMs: null });
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
    expect(kept(bench)).toMatchObject([{ view: { status: 'stopped' } }, { view: { status: 'stopped' } }]);
  });

  test('the end of the app waits for what runs', async () => {
    const bench = await atHome();
    begin(bench, raisedIncident());
    await bench.settle();
    await bench.app.stop();
    expect(kept(bench)).toHaveLength(2);
    expect(bench.engine().calls.at(-1)).toBe('stop');
    expect(bench.clock.pendingTimers).toBe(0);
  });
});

describe('while all is well', () => {
  const wellFor = async (bench: Bench, durationMs: number): Promise<void> => {
    for (let passed = 0; passed < durationMs; passed += 15_000) {
      bench.clock.advance(15_000);
      await bench.settle();
    }
  };

  test('healthy paths are traced one after the other and kept as baselines', async () => {
    const bench = await atHome();
    await wellFor(bench, 2 * MINUTE);
    expect(bench.traces.all.map(({ ask }) => ask)).toEqual([
      { host: '198.51.100.1', mode: 'once', method: 'auto', family: 4 },
    ]);
    bench.traces.last.end();
    await bench.settle();
    expect(kept(bench)).toMatchObject([{ reason: 'baseline', incident: null, view: { status: 'done' } }]);
    await wellFor(bench, MINUTE);
    bench.traces.last.end();
    await wellFor(bench, MINUTE);
    bench.traces.last.end();
    await wellFor(bench, 3 * 60 * MINUTE);
    expect(bench.traces.all.map(({ ask }) => ask.host)).toEqual([
      '198.51.100.1',
      '198.51.100.7',
      '2001:db8::1',
    ]);
    expect(bench.pushed('tracesChanged')).toHaveLength(3);
    expect(bench.pushed('trace')).toEqual([]);
  });

  test('one that is not healthy is not kept', async () => {
    const bench = await atHome();
    await wellFor(bench, 2 * MINUTE);
    bench.traces.last.end({ reached: false });
    await bench.settle();
    expect(kept(bench)).toEqual([]);
  });

  test('what the history has from the last hours is not taken again', async () => {
    const bench = await atHome();
    bench.engine().history.healthy = ['198.51.100.1', '198.51.100.7', '2001:db8::1'].map((address) =>
      traceView({
        network: 'home',
        destination: { address, name: null },
        startedMs: wallMs(bench.clock.now().wallMs - 60 * MINUTE),
      }),
    );
    await wellFor(bench, 60 * MINUTE);
    expect(bench.traces.all).toEqual([]);
  });

  test.each([
    ['an incident', (bench: Bench) => begin(bench, raisedIncident({ class: 'local' }))],
    [
      'a sleep',
      (bench: Bench) =>
        bench.engine().tell({
          type: 'gap',
          gap: { fromMs: wallMs(1), toMs: wallMs(2), reason: 'sleep' },
        }),
    ],
    [
      'another network',
      (bench: Bench) => bench.engine().tell({ type: 'network', atMs: wallMs(1), network: HOME }),
    ],
    ['a pause', (bench: Bench) => void bench.app.handlers.pause({ forMs: null })],
  ])('%s in the middle ends it, worthless', async (_what, happens) => {
    const bench = await atHome();
    await wellFor(bench, 2 * MINUTE);
    const trace = bench.traces.last;
    happens(bench);
    await bench.settle();
    expect(trace.stops).toBeGreaterThan(0);
    expect(kept(bench)).toEqual([]);
  });

  test('an app that ends takes no more', async () => {
    const bench = await atHome();
    await wellFor(bench, 2 * MINUTE);
    const history = bench.engine().history;
    await bench.app.stop();
    expect(bench.traces.running).toEqual([]);
    expect(history.kept).toEqual([]);
    bench.clock.advance(60 * MINUTE);
    expect(bench.traces.all).toHaveLength(1);
  });
});
