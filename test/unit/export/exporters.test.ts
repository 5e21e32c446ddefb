import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MetricsConfig } from '../../../main/domain/model/metrics-config.ts';
import {
  EXPORTERS,
  type ExporterName,
  type ExporterState,
} from '../../../main/domain/model/metrics-state.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { openExporters } from '../../../main/export/exporters.ts';
import type { Exporters } from '../../../main/export/types.ts';
import { DEFAULT_CONFIG } from '../../../main/settings/defaults.ts';
import { KindDouble } from './exporter-double.ts';
import { allOf, FeedDouble, incidentOf, sampleEvent } from './feed-double.ts';

const DEFAULTS = DEFAULT_CONFIG.metrics;
const NOW = wallMs(5_000_000);

const on = (...names: readonly ExporterName[]): MetricsConfig => ({
  ...DEFAULTS,
  statsd: { ...DEFAULTS.statsd, enabled: names.includes('statsd') },
  prometheus: { ...DEFAULTS.prometheus, enabled: names.includes('prometheus') },
  push: { ...DEFAULTS.push, enabled: names.includes('push') },
});

interface Bench {
  readonly exporters: Exporters;
  readonly statsd: KindDouble;
  readonly prometheus: KindDouble;
  readonly push: KindDouble;
  readonly feed: FeedDouble;
  readonly logged: string[];
  readonly loads: () => number;
}

function setUp(
  load: (kinds: readonly KindDouble[]) => Promise<readonly KindDouble[]> = async (all) => all,
): Bench {
  const statsd = new KindDouble('statsd');
  const prometheus = new KindDouble('prometheus');
  const push = new KindDouble('push');
  const logged: string[] = [];
  let loads = 0;
  const exporters = openExporters({
    version: '1.2.3',
    dataDirectory: '/data',
    log: (text) => logged.push(text),
    now: () => NOW,
    hostName: () => 'the-host',
    loadKinds: () => {
      loads += 1;
      return load([statsd, prometheus, push]);
    },
  });
  const feed = new FeedDouble();
  exporters.follow(feed);
  return { exporters, statsd, prometheus, push, feed, logged, loads: () => loads };
}

const stateOf = (exporters: Exporters, name: ExporterName): ExporterState => {
  const found = exporters.states.find((state) => state.name === name);
  if (found === undefined) throw new Error(name);
  return found;
};

const typesOf = (events: readonly MonitorEvent[]): string[] => events.map(({ type }) => type);
const RESTATED = ['network', 'mode', 'health', 'health', 'health', 'health', 'health'];

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('what the settings ask for', () => {
  test('nothing is on: nothing is loaded, and all are off in their order', async () => {
    const { exporters, feed, loads } = setUp();
    await exporters.reconfigure({ metrics: on() });
    feed.tell(sampleEvent(1));
    expect(loads()).toBe(0);
    expect(exporters.states.map(({ name, phase, text }) => [name, phase, text])).toEqual(
      EXPORTERS.map((name) => [name, 'off', '']),
    );
  });

  test('those that are on run, with what they need to know', async () => {
    const { exporters, statsd, prometheus, push } = setUp();
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(prometheus.started).toEqual([]);
    expect(push.started).toHaveLength(1);
    expect(statsd.last.context).toMatchObject({
      machine: 'the-host',
      version: '1.2.3',
      dataDirectory: '/data',
      metrics: on('statsd', 'push'),
    });
    expect(statsd.last.context.now()).toBe(NOW);
    expect(statsd.last.context.states?.()).toEqual(exporters.states);
    await exporters.reconfigure({ metrics: { ...on('statsd'), machine: 'nas' } });
    expect(statsd.last.context.machine).toBe('nas');
  });

  test('only the one whose settings changed is started again', async () => {
    const { exporters, statsd, push } = setUp();
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    const changed = { ...on('statsd', 'push'), statsd: { ...DEFAULTS.statsd, enabled: true, port: 9125 } };
    await exporters.reconfigure({ metrics: changed });
    expect(statsd.started.map(({ stopped }) => stopped)).toEqual([true, false]);
    expect(push.started.map(({ stopped }) => stopped)).toEqual([false]);
  });

  test('one that is switched off ends, and is off', async () => {
    const { exporters, statsd, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    await exporters.reconfigure({ metrics: on() });
    feed.tell(sampleEvent(1));
    expect(statsd.last.stopped).toBe(true);
    expect(statsd.last.taken).toEqual([]);
    expect(stateOf(exporters, 'statsd').phase).toBe('off');
  });

  test('of changes in quick succession the last one holds, and no two run at a time', async () => {
    const { exporters, statsd } = setUp();
    const ports = [1, 2, 3, 4].map((port) => ({
      metrics: { ...DEFAULTS, statsd: { ...DEFAULTS.statsd, enabled: true, port } },
    }));
    await Promise.all(ports.map((config) => exporters.reconfigure(config)));
    expect(statsd.started.map(({ context }) => context.metrics.statsd.port)).toEqual([4]);
  });

  test('switched on and off again before it came up: it does not run', async () => {
    const { exporters, statsd } = setUp();
    const first = exporters.reconfigure({ metrics: on('statsd') });
    await Promise.all([first, exporters.reconfigure({ metrics: on() })]);
    expect(statsd.started).toEqual([]);
    expect(stateOf(exporters, 'statsd').phase).toBe('off');
  });
});

describe('events', () => {
  test('reach all that run; what holds comes first, once an engine tells', async () => {
    const { exporters, statsd, push, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(statsd.last.taken).toEqual([]);
    // An engine takes up what an earlier run left open as it begins.
    feed.open = [incidentOf('total-1000')];
    feed.health = allOf('down');
    feed.tell(sampleEvent(1));
    feed.tell(sampleEvent(2));
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'incident', 'sample', 'sample']);
    expect(push.last.taken).toEqual(statsd.last.taken);
    expect(statsd.last.taken[2]).toEqual({
      type: 'health',
      atMs: NOW,
      subject: 'icmp',
      health: 'down',
      previous: 'down',
      all: allOf('down'),
    });
    expect(statsd.last.taken[7]).toEqual({
      type: 'incident',
      phase: 'raised',
      incident: incidentOf('total-1000'),
    });
  });

  test('an engine that tells of the time before it first knows only then what is left open', async () => {
    const { exporters, statsd, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    const gap: MonitorEvent = {
      type: 'gap',
      gap: { fromMs: wallMs(1_000), toMs: wallMs(2_000), reason: 'not-running' },
    };
    feed.tell(gap);
    feed.open = [incidentOf('total-1000')];
    feed.tell(sampleEvent(1));
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'incident', 'gap', 'sample']);
    feed.tell(gap);
    expect(statsd.last.taken.at(-1)).toEqual(gap);
  });

  test('one that starts later is told what holds by then', async () => {
    const { exporters, statsd, push, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    feed.tell(sampleEvent(1));
    feed.health = allOf('good');
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(typesOf(push.last.taken)).toEqual(RESTATED);
    expect(push.last.taken).toContainEqual(expect.objectContaining({ subject: 'ipv6', health: 'good' }));
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'sample']);
  });

  test('none is lost while the kinds are loaded', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const { exporters, statsd, feed } = setUp((kinds) => held.then(() => kinds));
    const done = exporters.reconfigure({ metrics: on('statsd') });
    expect(stateOf(exporters, 'statsd').phase).toBe('waiting');
    feed.tell(sampleEvent(1));
    feed.tell(sampleEvent(2));
    release();
    await done;
    feed.tell(sampleEvent(3));
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'sample', 'sample', 'sample']);
    expect(statsd.last.taken.at(-2)).toEqual(sampleEvent(2));
  });

  test('none is lost to the next one while the one before ends, and none reaches both', async () => {
    const { exporters, statsd, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    feed.tell(sampleEvent(1));
    const first = statsd.last;
    let release = (): void => undefined;
    first.stopping = () =>
      new Promise((done) => {
        release = done;
      });
    const done = exporters.reconfigure({ metrics: { ...on('statsd'), machine: 'other' } });
    await vi.advanceTimersByTimeAsync(0);
    feed.tell(sampleEvent(2));
    release();
    await done;
    expect(first.taken.at(-1)).toEqual(sampleEvent(1));
    expect(statsd.last).not.toBe(first);
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'sample']);
    expect(statsd.last.taken.at(-1)).toEqual(sampleEvent(2));
  });

  test('another engine takes the place of the one before, and begins anew', async () => {
    const { exporters, statsd, feed } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    feed.tell(sampleEvent(1));
    const next = new FeedDouble();
    next.health = allOf('good');
    exporters.follow(next);
    expect(feed.listeners).toBe(0);
    next.tell(sampleEvent(2));
    expect(typesOf(statsd.last.taken)).toEqual([...RESTATED, 'sample', ...RESTATED, 'sample']);
  });
});

describe('faults', () => {
  test('one that throws is ended and told of; the others and the engine go on', async () => {
    const { exporters, statsd, push, feed, logged } = setUp();
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    feed.tell(sampleEvent(1));
    statsd.last.fault = new Error('a hole in the bucket');
    expect(() => feed.tell(sampleEvent(2))).not.toThrow();
    feed.tell(sampleEvent(3));
    expect(push.last.taken.at(-1)).toEqual(sampleEvent(3));
    expect(statsd.last.stopped).toBe(true);
    expect(stateOf(exporters, 'statsd')).toMatchObject({
      phase: 'trouble',
      text: 'A fault of its own ended it (a hole in the bucket); switch it off and on, or start Faultline again.',
    });
    expect(logged).toEqual(['the exporter statsd: A fault of its own ended it: a hole in the bucket']);
    await exporters.reconfigure({ metrics: on('push') });
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(statsd.started).toHaveLength(2);
    expect(stateOf(exporters, 'statsd').phase).toBe('waiting');
  });

  test('one that cannot be started', async () => {
    const { exporters, statsd, push } = setUp();
    statsd.startFault = new Error('no sockets left');
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(stateOf(exporters, 'statsd')).toMatchObject({
      phase: 'trouble',
      text: expect.stringMatching(/^It could not be started \(no sockets left\); /),
    });
    expect(push.started).toHaveLength(1);
  });

  test('kinds that cannot be loaded are tried again at the next change', async () => {
    let works = false;
    const { exporters, statsd, logged } = setUp(async (kinds) => {
      if (works) return kinds;
      throw new Error('a damaged file');
    });
    await exporters.reconfigure({ metrics: on('statsd') });
    expect(stateOf(exporters, 'statsd')).toMatchObject({
      phase: 'trouble',
      text: expect.stringMatching(/^It could not be loaded; /),
    });
    expect(stateOf(exporters, 'push').phase).toBe('off');
    expect(logged).toEqual(['the exporters could not be loaded: Error: a damaged file']);
    works = true;
    await exporters.reconfigure({ metrics: on('statsd') });
    expect(statsd.started).toHaveLength(1);
  });

  test('one that is not part of it', async () => {
    const { exporters, statsd } = setUp(async ([first]) => (first === undefined ? [] : [first]));
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    expect(statsd.started).toHaveLength(1);
    expect(stateOf(exporters, 'push').text).toMatch(/^It is not part of this installation; /);
    expect(await exporters.test('push', on())).toMatchObject({ outcome: 'failed' });
  });

  test('one that never ends is left to itself', async () => {
    const { exporters, statsd, logged } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    statsd.last.stopping = () => new Promise(() => undefined);
    const done = exporters.reconfigure({ metrics: { ...on('statsd'), machine: 'other' } });
    await vi.advanceTimersByTimeAsync(5000);
    await done;
    expect(statsd.started).toHaveLength(2);
    expect(logged).toEqual(['the exporter statsd did not end in time']);
  });

  test('one that ends badly does no harm', async () => {
    const { exporters, statsd, logged } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    statsd.last.stopping = () => Promise.reject(new Error('gone'));
    await exporters.reconfigure({ metrics: on() });
    expect(stateOf(exporters, 'statsd').phase).toBe('off');
    expect(logged).toEqual(['the exporter statsd did not end well: gone']);
  });
});

describe('states', () => {
  test('are told at once, then once a second at most, the last one always', async () => {
    const { exporters, statsd } = setUp();
    const told: (readonly ExporterState[])[] = [];
    await exporters.reconfigure({ metrics: on('statsd') });
    await vi.advanceTimersByTimeAsync(2000);
    const forget = exporters.onChange((states) => told.push(states));
    for (let sent = 1; sent <= 50; sent += 1) statsd.last.become({ phase: 'working', sent });
    expect(told.map(([first]) => first?.sent)).toEqual([1]);
    await vi.advanceTimersByTimeAsync(999);
    expect(told).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(told.map(([first]) => first?.sent)).toEqual([1, 50]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(told).toHaveLength(2);
    forget();
    statsd.last.become({ sent: 51 });
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toHaveLength(2);
  });

  test('have no secrets in their texts, whatever a library says', async () => {
    const { exporters, push, logged, feed } = setUp();
    const secrets = {
      ...on('push'),
      push: { ...on('push').push, user: 'ada', password: 'hunter2x', url: 'http://192.0.2.1/w?key=abcdef' },
    };
    const basic = Buffer.from('ada:hunter2x').toString('base64');
    await exporters.reconfigure({ metrics: secrets });
    const text = `refused: hunter2x, ${basic}, /w?key=abcdef`;
    push.last.become({ phase: 'trouble', text, troubles: [{ id: 'refused', text }] });
    const hidden = 'refused: (hidden), (hidden), /w?(hidden)';
    expect(stateOf(exporters, 'push')).toMatchObject({ text: hidden, troubles: [{ text: hidden }] });
    push.last.fault = new Error('password hunter2x');
    feed.tell(sampleEvent(1));
    expect(stateOf(exporters, 'push').text).not.toContain('hunter2x');
    expect(logged.join()).toContain('password (hidden)');
  });
});

describe('a test by hand', () => {
  test('works for one that is off, by the settings given, in force or not', async () => {
    const { exporters, statsd } = setUp();
    const metrics = { ...on(), statsd: { ...DEFAULTS.statsd, port: 9125 } };
    expect(await exporters.test('statsd', metrics)).toEqual({
      name: 'statsd',
      outcome: 'arrived',
      text: 'It arrived.',
    });
    expect(statsd.tested).toEqual([{ metrics, running: null }]);
    expect(statsd.started).toEqual([]);
  });

  test('is told of the one that works by the same settings, and of no other', async () => {
    const { exporters, statsd } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    await exporters.test('statsd', on('statsd', 'push'));
    await exporters.test('statsd', { ...on('statsd'), machine: 'other' });
    expect(statsd.tested.map(({ running }) => running)).toEqual([statsd.last, null]);
  });

  test('asked for twice at once is made once', async () => {
    const { exporters, push } = setUp();
    await Promise.all([exporters.test('push', on()), exporters.test('push', on())]);
    expect(push.tested).toHaveLength(1);
    await exporters.test('push', on());
    expect(push.tested).toHaveLength(2);
  });

  test('that hangs is given up', async () => {
    const { exporters, push } = setUp();
    push.answer = () => new Promise(() => undefined);
    const asked = exporters.test('push', on());
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await asked).toEqual({
      name: 'push',
      outcome: 'failed',
      text: 'Nothing came back within 12 seconds.',
    });
  });

  test('that fails has failed, without secrets', async () => {
    const { exporters, push } = setUp();
    const metrics = { ...on(), push: { ...DEFAULTS.push, token: 'hunter2x' } };
    push.answer = () => Promise.reject(new Error('no header hunter2x'));
    expect((await exporters.test('push', metrics)).text).toBe('The test itself failed: no header (hidden).');
    push.answer = async () => ({ name: 'push', outcome: 'failed', text: '401 for hunter2x' });
    expect((await exporters.test('push', metrics)).text).toBe('401 for (hidden)');
  });
});

describe('the end', () => {
  test('how they stood in the end is known when they have ended', async () => {
    const { exporters, push } = setUp();
    await exporters.reconfigure({ metrics: on('push') });
    push.last.become({ queued: 5 });
    push.last.stopping = async () => push.last.become({ queued: 7 });
    const last = await exporters.stop();
    expect(last.map(({ name, queued }) => [name, queued])).toEqual([
      ['statsd', null],
      ['prometheus', null],
      ['push', 7],
    ]);
  });

  test('all end, and nothing is told or started any more', async () => {
    const { exporters, statsd, push, feed } = setUp();
    const told: unknown[] = [];
    exporters.onChange((states) => told.push(states));
    await exporters.reconfigure({ metrics: on('statsd', 'push') });
    await exporters.stop();
    const before = told.length;
    expect([statsd.last.stopped, push.last.stopped, feed.listeners]).toEqual([true, true, 0]);
    await exporters.reconfigure({ metrics: { ...on('statsd'), machine: 'other' } });
    await vi.advanceTimersByTimeAsync(5000);
    expect(statsd.started).toHaveLength(1);
    expect(told).toHaveLength(before);
    await exporters.stop();
  });

  test('while one comes up: it ends as well', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const { exporters, statsd } = setUp((kinds) => held.then(() => kinds));
    void exporters.reconfigure({ metrics: on('statsd') });
    await vi.advanceTimersByTimeAsync(0);
    const stopped = exporters.stop();
    release();
    await stopped;
    expect(statsd.started.every((one) => one.stopped)).toBe(true);
    expect(stateOf(exporters, 'statsd').phase).toBe('off');
  });

  test('keeps to its time although one never ends', async () => {
    const { exporters, statsd } = setUp();
    await exporters.reconfigure({ metrics: on('statsd') });
    statsd.last.stopping = () => new Promise(() => undefined);
    const stopped = exporters.stop();
    await vi.advanceTimersByTimeAsync(5000);
    await stopped;
    expect(statsd.last.stopped).toBe(true);
  });
});
