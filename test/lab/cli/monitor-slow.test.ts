import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openHistoryReader } from '../../../main/history/reader.ts';
import { isHealth, isIncident, startMonitorProcess } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 180_000, interval: 500 };
const SETTLED_MS = 20_000;

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());

async function keptTraces(directory: string, reason: 'incident' | 'baseline') {
  const reader = await openHistoryReader(directory);
  try {
    const found = await reader.traces({ limit: 100 });
    const kept = found.filter((trace) => trace.reason === reason);
    return await Promise.all(kept.map(({ id }) => reader.trace(id)));
  } finally {
    await reader.close();
  }
}

test('a line that has become slow is not called well, and where the delay is added is told', {
  timeout: 400_000,
}, async () => {
  const folder = temporaryFolder();
  const monitor = startMonitorProcess(lab, { folder });
  const data = join(folder, 'data');
  await monitor.waitFor('IPv4 good', isHealth('ipv4', 'good'));
  await monitor.waitFor('IPv6 good', isHealth('ipv6', 'good'));
  // What is older than the incident counts; when that began is known to some seconds only.
  const settled = async (): Promise<number> => {
    const before = Date.now() - SETTLED_MS;
    const old = (await keptTraces(data, 'baseline')).filter(({ startedMs }) => startedMs < before);
    return new Set(old.map(({ family }) => family)).size;
  };
  await expect.poll(settled, SOON).toBe(2);
  const core = lab.link('core');
  onTestFinished(() => core.set({}));
  await core.set({ both: { delayMs: 60 } });
  await monitor.waitFor('raise', isIncident('raised', 'degraded-latency'));
  await expect.poll(async () => (await keptTraces(data, 'incident')).length, SOON).toBe(2);
  expect(await monitor.end('SIGINT')).toBe(0);
  expect(monitor.stderr()).toBe('');
  for (const { sentence, comparison, hops } of await keptTraces(data, 'incident')) {
    expect(hops.map(({ reading }) => reading)).toEqual(['clean', 'clean', 'clean']);
    expect(sentence).toMatchObject({ state: 'degraded' });
    expect(sentence.text).toMatch(
      /^\S+ takes about 1\d\d ms to answer, [\d.]+ ms when all was well: most of the delay is added behind /,
    );
    expect(comparison?.firstDifferentTtl).toBe(3);
    expect(comparison?.text).toMatch(/^The path is the same as when it was healthy\. Hop 3, /);
  }
});
