import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { artifact } from '../../../../main/artifact.ts';
import { PushClient } from '../../../../main/export/push/client.ts';
import { pushExporter } from '../../../../main/export/push/push-exporter.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { PUSH, sampled } from './fixtures.ts';
import { listeningStore } from './listening-store.ts';

const DEADLINE = { timeout: 30_000, interval: 20 };

interface ClientSetup {
  readonly url: string;
  readonly folder?: string;
  readonly script?: string;
}

function startClient({
  url,
  folder = temporaryFolder(),
  script = artifact('metrics-worker.mjs'),
}: ClientSetup) {
  const client = new PushClient({
    start: {
      push: { ...PUSH, url },
      machine: 'home',
      labels: {},
      version: '0',
      queuePath: join(folder, 'metrics-queue.sqlite'),
    },
    script,
    onState: () => {},
    handOverMs: 10,
    restartMs: 50,
  });
  onTestFinished(() => client.stop());
  return client;
}

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
