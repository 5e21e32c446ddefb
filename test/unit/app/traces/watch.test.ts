import { describe, expect, test } from 'vitest';
import type { Incident, IncidentEnd } from '../../../../main/domain/model/incident.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import {
  WATCH_LONGEST_MS,
  WATCH_ROUNDS,
  WATCH_ROUNDS_CLEARED,
} from '../../../../main/domain/trace/schedule/watch-policy.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { tracedOnce, watched } from '../../../support/trace/timed.ts';
import { ANCHORS, HOME, raisedIncident, WELL } from '../../trace/schedule/conditions.ts';
import { type Bench, setUp } from '../set-up.ts';
import { traceView } from './trace-example.ts';
import type { TraceDouble } from './traces-double.ts';

const LOSS: Incident = raisedIncident({ id: 'degraded-loss-1', class: 'degraded-loss' });

function raise({ engine }: Bench, incident: Incident): void {
  engine().open = [incident];
  engine().tell({ type: 'incident', phase: 'raised', incident });
}

function clear({ engine, clock }: Bench, incident: Incident, end: IncidentEnd): void {
  const cleared = { ...incident, untilMs: clock.now().wallMs, end };
  engine().tell({ type: 'incident', phase: 'cleared', incident: cleared });
}

/** A home whose line loses packets: both families are being watched. */
async function whileWatched(incident: Incident = LOSS): Promise<Bench> {
  const bench = await setUp({
    prepare: ({ engine, settings }) => {
      settings.config = { ...DEFAULT_CONFIG, anchors: ANCHORS };
      engine.network = HOME;
      engine.health = WELL;
    },
  });
  raise(bench, incident);
  await bench.settle();
  return bench;
}

/** A round a second, as the engine does it; ends early when whoever began it does. */
async function pass(bench: Bench, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    bench.clock.advance(1000);
    for (const trace of bench.traces.running) trace.change({ rounds: trace.view.rounds + 1 });
    await bench.settle();
  }
}

const kept = ({ engine }: Bench) => engine().history.kept;
const roundsOf = (bench: Bench): readonly number[] => kept(bench).map(({ view }) => view.rounds);
const familiesOf = (traces: readonly TraceDouble[]): readonly (4 | 6)[] =>
  traces.map(({ view }) => view.family).sort();

describe('at the onset of a degraded line', () => {
  test.each(['degraded-loss', 'degraded-latency'] as const)(
    'each family is watched for a minute: %s',
    async (kind) => {
      const bench = await whileWatched(raisedIncident({ id: 'one', class: kind }));
      expect(bench.traces.all.map(({ ask }) => ask)).toEqual([
        { host: '198.51.100.7', mode: 'continuous', method: 'auto', family: 4 },
        { host: '2001:db8::1', mode: 'continuous', method: 'auto', family: 6 },
      ]);
      await pass(bench, WATCH_ROUNDS - 2);
      expect(bench.traces.running).toHaveLength(2);
      await pass(bench, 1);
      expect(bench.traces.running).toEqual([]);
      expect(bench.traces.all.map(({ listeners }) => listeners)).toEqual([0, 0]);
      expect(kept(bench)).toMatchObject([
        { view: { rounds: WATCH_ROUNDS }, reason: 'incident', incident: 'one' },
        { view: { rounds: WATCH_ROUNDS }, reason: 'incident', incident: 'one' },
      ]);
    },
  );

  test('what is kept is compared with the healthy path, by its method', async () => {
    const bench = await setUp({
      prepare: ({ engine, settings }) => {
        settings.config = { ...DEFAULT_CONFIG, anchors: ANCHORS };
        engine.network = { ...HOME, ipv6: false };
        engine.health = WELL;
      },
    });
    const destination = { address: '198.51.100.7', name: null };
    const startedMs = wallMs(LOSS.sinceMs - 1000);
    bench.engine().history.healthy = [
      traceView({ id: 'healthy', method: 'icmp', network: 'home', destination, startedMs }),
    ];
    raise(bench, LOSS);
    await bench.settle();
    expect(bench.traces.last.ask).toMatchObject({ mode: 'continuous', method: 'icmp', expectedHops: 3 });
    await pass(bench, WATCH_ROUNDS);
    expect(kept(bench)).toMatchObject([{ view: { comparison: { baseline: { id: 'healthy' } } } }]);
  });

  test('one that is clearly slower than the healthy path says so, and is kept though it ended early', async () => {
    const slow = raisedIncident({ id: 'degraded-latency-1', class: 'degraded-latency' });
    const bench = await setUp({
      prepare: ({ engine, settings }) => {
        settings.config = { ...DEFAULT_CONFIG, anchors: ANCHORS };
        engine.network = { ...HOME, ipv6: false };
        engine.health = WELL;
      },
    });
    const path = (ms: number, rounds: number) =>
      ['192.0.2.1', '198.51.100.7'].map((hop) => ({
        hop,
        rttsMs: Array.from({ length: rounds }, () => (hop === '192.0.2.1' ? 2 : ms)),
      }));
    const startedMs = wallMs(slow.sinceMs - 1000);
    bench.engine().history.healthy = [tracedOnce(path(20, 3), { network: 'home', startedMs })];
    raise(bench, slow);
    await bench.settle();
    const { hops, sentence } = watched(path(90, 12), { host: '198.51.100.7', status: 'running' });
    expect(sentence.state).toBe('good');
    bench.traces.last.change({ hops, sentence, rounds: 12 });
    clear(bench, slow, 'absorbed');
    await bench.settle();
    expect(kept(bench)).toMatchObject([
      {
        view: {
          rounds: 12,
          sentence: {
            state: 'degraded',
            text: expect.stringContaining('takes about 90.0 ms to answer, 20.0 ms when'),
          },
          comparison: { firstDifferentTtl: 2 },
        },
      },
    ]);
  });

  test.each([
    ['degraded-latency', 'starting'],
    ['degraded-loss', 'good'],
  ] as const)('without a healthy path to compare it with, %s: %s', async (kind, state) => {
    const bench = await whileWatched(raisedIncident({ id: 'one', class: kind }));
    const { hops, sentence } = watched([{ hop: '198.51.100.7', rttsMs: Array(60).fill(90) }]);
    for (const trace of bench.traces.running) trace.change({ hops, sentence, rounds: WATCH_ROUNDS });
    await bench.settle();
    expect(kept(bench).map(({ view }) => view.sentence.state)).toEqual([state, state]);
  });

  test('one that does not get on is ended all the same', async () => {
    const bench = await whileWatched();
    bench.clock.advance(WATCH_LONGEST_MS);
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
    expect(kept(bench)).toEqual([]);
  });

  test('never two of a family at a time', async () => {
    const bench = await whileWatched();
    raise(bench, raisedIncident({ id: 'degraded-latency-1', class: 'degraded-latency' }));
    await pass(bench, 3);
    expect(familiesOf(bench.traces.all)).toEqual([4, 6]);
    await pass(bench, WATCH_ROUNDS);
    raise(bench, raisedIncident({ id: 'degraded-loss-2', class: 'degraded-loss' }));
    await bench.settle();
    expect(familiesOf(bench.traces.running)).toEqual([4, 6]);
  });

  test('nor while the healthy path of the first is still looked for', async () => {
    const bench = await whileWatched();
    await pass(bench, WATCH_ROUNDS);
    raise(bench, raisedIncident({ id: 'degraded-loss-2', class: 'degraded-loss' }));
    raise(bench, raisedIncident({ id: 'degraded-loss-3', class: 'degraded-loss' }));
    await bench.settle();
    expect(familiesOf(bench.traces.running)).toEqual([4, 6]);
  });
});

describe('when the incident is over', () => {
  test('it goes on until it says something', async () => {
    const bench = await whileWatched();
    await pass(bench, 5);
    clear(bench, LOSS, 'recovered');
    await pass(bench, WATCH_ROUNDS_CLEARED - 7);
    expect(bench.traces.running).toHaveLength(2);
    await pass(bench, 1);
    expect(bench.traces.running).toEqual([]);
    expect(roundsOf(bench)).toEqual([WATCH_ROUNDS_CLEARED, WATCH_ROUNDS_CLEARED]);
  });

  test('it ends at once when it says something already', async () => {
    const bench = await whileWatched();
    await pass(bench, 30);
    clear(bench, raisedIncident({ id: 'another' }), 'recovered');
    expect(bench.traces.running).toHaveLength(2);
    clear(bench, LOSS, 'recovered');
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
    expect(roundsOf(bench)).toEqual([31, 31]);
  });

  test.each(['absorbed', 'unknown'] as const)('it ends at once when that is %s', async (end) => {
    const bench = await whileWatched();
    clear(bench, LOSS, end);
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
  });
});

test('an outage takes its place, in every family that it is traced in', async () => {
  const bench = await whileWatched();
  await pass(bench, 25);
  raise(bench, raisedIncident({ id: 'total-1', class: 'total' }));
  await bench.settle();
  expect(bench.traces.running.map(({ ask }) => [ask.family, ask.mode])).toEqual([
    [4, 'once'],
    [6, 'once'],
  ]);
  expect(kept(bench)).toMatchObject([{ incident: LOSS.id }, { incident: LOSS.id }]);
});

describe.each([
  ['a pause', (bench: Bench) => bench.app.handlers.pause({ forMs: null })],
  ['the end of the app', (bench: Bench) => bench.app.stop()],
  [
    'a sleep',
    async ({ engine }: Bench) =>
      engine().tell({ type: 'gap', gap: { fromMs: wallMs(1), toMs: wallMs(2), reason: 'sleep' } }),
  ],
  [
    'another network',
    async ({ engine }: Bench) => engine().tell({ type: 'network', atMs: wallMs(1), network: HOME }),
  ],
])('%s ends it', (_what, happens) => {
  test('what it has is kept once that says something', async () => {
    const bench = await whileWatched();
    const { history } = bench.engine();
    await pass(bench, 40);
    await happens(bench);
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
    expect(history.kept.map(({ view }) => [view.status, view.rounds])).toEqual([
      ['stopped', 41],
      ['stopped', 41],
    ]);
  });

  test('early, only what it saw is kept: that it saw nothing proves nothing', async () => {
    const bench = await whileWatched();
    const { history } = bench.engine();
    await pass(bench, 4);
    bench.traces.all[0]?.change({ sentence: { state: 'degraded', text: 'Behind hop 2 a third is lost.' } });
    await happens(bench);
    await bench.settle();
    expect(bench.traces.running).toEqual([]);
    expect(history.kept.map(({ view }) => view.family)).toEqual([4]);
  });

  test('before it has begun: none begins', async () => {
    const bench = await whileWatched();
    await pass(bench, WATCH_ROUNDS);
    raise(bench, raisedIncident({ id: 'degraded-loss-2', class: 'degraded-loss' }));
    await happens(bench);
    await bench.settle();
    expect(bench.traces.all).toHaveLength(2);
  });
});

test('a history that fails leaves no family watched for ever', async () => {
  const bench = await whileWatched();
  await pass(bench, WATCH_ROUNDS);
  const { history } = bench.engine();
  const ask = history.healthyTrace.bind(history);
  history.healthyTrace = () => {
    throw new Error('gone');
  };
  raise(bench, raisedIncident({ id: 'degraded-loss-2', class: 'degraded-loss' }));
  await bench.settle();
  expect(bench.logged).toHaveLength(2);
  history.healthyTrace = ask;
  raise(bench, raisedIncident({ id: 'degraded-loss-3', class: 'degraded-loss' }));
  await bench.settle();
  expect(familiesOf(bench.traces.running)).toEqual([4, 6]);
});
