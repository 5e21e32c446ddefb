import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { artifact } from '../../../../main/artifact.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import { type ClientOptions, PushClient } from '../../../../main/export/push/client.ts';
import { pushExporter } from '../../../../main/export/push/push-exporter.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { PUSH, sampled } from './fixtures.ts';
import { listeningStore } from './listening-store.ts';

const DEADLINE = { timeout: 30_000, interval: 20 };

interface ClientSetup {
  readonly url: string;
  /** Null: nothing may be kept. */
  readonly folder?: string | null;
  readonly script?: string;
  readonly startThread?: NonNullable<ClientOptions['startThread']>;
  readonly restartMs?: number;
}

function startClient({
  url,
  folder = temporaryFolder(),
  script = artifact('metrics-worker.mjs'),
  restartMs = 50,
  ...rest
}: ClientSetup) {
  const client = new PushClient({
    start: {
      push: { ...PUSH, url },
      machine: 'home',
      labels: {},
      version: '0',
      queuePath: folder === null ? null : join(folder, 'metrics-queue.sqlite'),
    },
    script,
    onState: () => {},
    handOverMs: 10,
    restartMs,
    ...rest,
  });
  onTestFinished(() => client.stop());
  return client;
}

/** A thread that is to be had at some attempts only, counted from one. */
function threads(isToBeHad: (attempt: number) => boolean = () => true) {
  const started = { attempts: 0 };
  const startThread: NonNullable<ClientOptions['startThread']> = (script, start) => {
    started.attempts += 1;
    if (!isToBeHad(started.attempts)) throw new Error('no thread is to be had');
    return new Worker(script, { workerData: start });
  };
  return { started, startThread };
}

/** Whoever takes it fails. */
const poison = (): MonitorEvent => JSON.parse('{"type":"of-no-kind"}');

/** Twenty seconds of one anchor, all final but the last eleven. */
const events = (from = 0) => Array.from({ length: 20 }, (_, i) => sampled(from + i + 1, (from + i) * 1000));

describe('the exporter', () => {
  test('sends what is final when it is stopped, within its time, and says how it stands', async () => {
    const store = await listeningStore();
    const client = startClient({ url: store.url });
    expect(client.state).toMatchObject({ name: 'push', phase: 'waiting', sent: 0, queued: 0, lastMs: null });
    for (const event of events()) client.take(event);
    await client.stop();
    expect(store.count('faultline_sample_lost')).toBe(20);
    expect(client.state).toMatchObject({ phase: 'working', dropped: 0, queued: 0 });
    expect(client.state.text).toMatch(/^Figures arrive at 127\.0\.0\.1:\d+\.$/);
    expect(client.state.lastMs).not.toBeNull();
  });

  test('a server that is away: trouble in words, and the next run delivers', async () => {
    const store = await listeningStore();
    store.status = 503;
    const folder = temporaryFolder();
    const first = startClient({ url: store.url, folder });
    for (const event of events()) first.take(event);
    await first.stop();
    expect(first.state).toMatchObject({ phase: 'trouble', dropped: 0, sent: 0 });
    expect(first.state.queued).toBeGreaterThan(40);
    expect(first.state.text).toMatch(/answers 503.*Everything is kept/);
    store.status = 204;
    const second = startClient({ url: store.url, folder });
    await vi.waitFor(() => expect(second.state.sent).toBeGreaterThan(40), DEADLINE);
    expect(second.state.queued).toBe(0);
    expect(store.count('faultline_sample_lost')).toBe(20);
  });

  test('its worker dies: another goes on with what was not taken, nothing comes twice', async () => {
    const store = await listeningStore();
    const client = startClient({ url: store.url });
    for (const event of events()) client.take(event);
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    client.killWorker();
    for (const event of events(20)) client.take(event);
    await vi.waitFor(() => expect(client.state.text).toMatch(/it is started again/), DEADLINE);
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    await client.stop();
    expect(store.count('faultline_sample_lost')).toBe(40);
    expect(store.repeated).toBe(0);
  });

  test('a worker that cannot even start ends nobody: said, and tried again', async () => {
    const client = startClient({ url: 'http://127.0.0.1:1', script: '/nonexistent/metrics-worker.mjs' });
    for (const event of events()) client.take(event);
    await vi.waitFor(() => expect(client.state.phase).toBe('trouble'), DEADLINE);
    expect(client.state.text).toMatch(/What sends the figures stopped \(Cannot find module/);
    await client.stop();
  });

  test('no thread is to be had, at first or later: said, tried again, nothing is lost', async () => {
    const store = await listeningStore();
    const { started, startThread } = threads((attempt) => [3, 6].includes(attempt));
    const client = startClient({ url: store.url, startThread });
    for (const event of events()) client.take(event);
    expect(client.state).toMatchObject({ phase: 'trouble', dropped: 0 });
    expect(client.state.text).toMatch(/\(no thread is to be had\); it is started again/);
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    client.killWorker();
    await vi.waitFor(() => expect(client.state.text).toMatch(/no thread is to be had/), DEADLINE);
    for (const event of events(20)) client.take(event);
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    await client.stop();
    expect(started.attempts).toBe(6);
    expect(store.count('faultline_sample_lost')).toBe(40);
    expect(store.repeated).toBe(0);
    expect(client.state.dropped).toBe(0);
  });

  test('an event that makes the worker fail does so twice: then it is dropped, counted, and all others go on', async () => {
    const store = await listeningStore();
    const { started, startThread } = threads();
    const client = startClient({ url: store.url, startThread });
    for (const event of [...events(), poison(), ...events(20)]) client.take(event);
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    await client.stop();
    expect(started.attempts).toBe(3);
    expect(client.state.dropped).toBe(1);
    expect(store.count('faultline_sample_lost')).toBe(40);
    expect(store.repeated).toBe(0);
  });

  test('a worker that is ended from outside says nothing about the events it had', async () => {
    const store = await listeningStore();
    const { started, startThread } = threads();
    const client = startClient({ url: store.url, startThread });
    for (const attempt of [1, 2, 3]) {
      await vi.waitFor(() => expect(started.attempts).toBe(attempt), DEADLINE);
      client.take({ ...sampled(attempt, attempt * 1000) });
      client.killWorker();
    }
    await vi.waitFor(() => expect(client.untaken).toBe(0), DEADLINE);
    await client.stop();
    expect(client.state.dropped).toBe(0);
    expect(store.count('faultline_sample_lost')).toBe(3);
  });

  test('its worker is dead when it is stopped: one more saves what waits', async () => {
    const store = await listeningStore();
    const { startThread } = threads((attempt) => attempt === 2);
    const client = startClient({ url: store.url, startThread, restartMs: 600_000 });
    for (const event of events()) client.take(event);
    await client.stop();
    expect(store.count('faultline_sample_lost')).toBe(20);
    expect(client.state).toMatchObject({ phase: 'working', dropped: 0 });
  });

  test.each([
    ['no thread is to be had', { startThread: threads(() => false).startThread }],
    ['it cannot start', { script: '/nonexistent/metrics-worker.mjs' }],
  ])('no worker when it is stopped, as %s: what waits is counted as dropped', async (_, setup) => {
    const client = startClient({ url: 'http://127.0.0.1:1', restartMs: 600_000, ...setup });
    for (const event of events()) client.take(event);
    await vi.waitFor(() => expect(client.state.phase).toBe('trouble'), DEADLINE);
    expect(client.state.dropped).toBe(0);
    await client.stop();
    // A round trip and that it was not lost, each.
    expect(client.state).toMatchObject({ phase: 'trouble', dropped: 40 });
    expect(client.untaken).toBe(0);
    expect(client.state.text).not.toMatch(/started again/);
  });
});

describe('without a data folder', () => {
  async function fillMemory() {
    const store = await listeningStore();
    store.status = 503;
    const client = startClient({ url: store.url, folder: null });
    for (const event of events()) client.take(event);
    await vi.waitFor(() => expect(client.state.queued).toBeGreaterThan(0), DEADLINE);
    return client;
  }

  test('what waits is given up at the end, counted, and the words said so', async () => {
    const client = await fillMemory();
    await client.stop();
    expect(client.state.queued).toBe(0);
    expect(client.state.dropped).toBeGreaterThan(40);
    expect(client.state.text).toMatch(/answers 503.* in memory only, and gone when Faultline ends\.$/);
    expect(client.state.text).not.toMatch(/Everything/);
  });

  test('what a worker had when it died is given up, and counted', async () => {
    const client = await fillMemory();
    const { queued } = client.state;
    client.killWorker();
    await vi.waitFor(() => expect(client.state.text).toMatch(/in memory only, is given up/), DEADLINE);
    expect(client.state).toMatchObject({ dropped: queued, queued: 0 });
  });
});

test('settings that make a difference start it again, others do not', () => {
  const { metrics } = DEFAULT_CONFIG;
  const key = pushExporter.settingsKey(metrics);
  expect(pushExporter.settingsKey({ ...metrics, statsd: { ...metrics.statsd, port: 1 } })).toBe(key);
  for (const other of [
    { ...metrics, machine: 'other' },
    { ...metrics, labels: { provider: 'p' } },
    { ...metrics, push: { ...metrics.push, resendSeconds: 5 } },
  ]) {
    expect(pushExporter.settingsKey(other)).not.toBe(key);
  }
  expect(pushExporter.isEnabled(metrics)).toBe(false);
  expect(pushExporter.isEnabled({ ...metrics, push: { ...metrics.push, enabled: true } })).toBe(true);
});
