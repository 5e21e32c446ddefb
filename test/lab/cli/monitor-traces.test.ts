import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WATCH_ROUNDS } from '../../../main/domain/trace/schedule/watch-policy.ts';
import { decodeTrace } from '../../../main/history/codec/trace-block.ts';
import { bytesOf, textOf } from '../../../main/history/store/columns.ts';
import { Database } from '../../../main/history/store/database.ts';
import { fileOf } from '../../../main/history/store/files.ts';
import { INCIDENTS, KEPT_TRACE } from '../../contract/cli/schemas.ts';
import { faultline, isHealth, isIncident, startMonitorProcess } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());
afterEach(() => lab.restore());

/** Of the history in that folder, as another process reads it. */
function onsetTraces(directory: string) {
  const database = new Database(fileOf(directory), { readOnly: true });
  try {
    return database
      .all("SELECT incident, body FROM trace WHERE reason = 'incident' ORDER BY family")
      .map((row) => ({ incident: textOf(row, 'incident'), view: decodeTrace(bytesOf(row, 'body')) }));
  } finally {
    database.close();
  }
}

test('without a window, too, an outage is traced at its onset, each family once', async () => {
  const folder = temporaryFolder();
  const monitor = startMonitorProcess(lab, { folder });
  await monitor.waitFor('IPv4 good', isHealth('ipv4', 'good'));
  await monitor.waitFor('IPv6 good', isHealth('ipv6', 'good'));
  await lab.cut('ipv4');
  const raised = await monitor.waitFor('raise', isIncident('raised', 'ipv4-only'));
  await expect.poll(() => onsetTraces(join(folder, 'data')).length, SOON).toBe(2);
  expect(await monitor.end('SIGINT')).toBe(0);
  expect(monitor.stderr()).toBe('');
  const [cut, well] = onsetTraces(join(folder, 'data'));
  expect([cut?.incident, well?.incident]).toEqual([raised['id'], raised['id']]);
  expect(cut?.view).toMatchObject({ family: 4, reached: false });
  expect(well?.view).toMatchObject({ family: 6, reached: true });

  const incidents = (...args: readonly string[]) =>
    lab.exec('pc', faultline('incidents', '--data', join(folder, 'data'), ...args));
  const [listed] = INCIDENTS.parse(JSON.parse((await incidents('--json')).stdout)).incidents;
  expect(listed?.traces.map(({ family, reached, sentence }) => [family, reached, sentence])).toEqual([
    [4, false, cut?.view.sentence.text],
    [6, true, well?.view.sentence.text],
  ]);
  const shown = await incidents('--trace', (listed?.traces[0]?.id ?? '').slice(0, 8), '--json');
  expect([shown.code, shown.stderr]).toEqual([0, '']);
  expect(KEPT_TRACE.parse(JSON.parse(shown.stdout))).toMatchObject({ family: 4, reached: false });
  const told = await incidents();
  expect(told.stdout).toContain(`IPv4 trace ${cut?.view.id.slice(0, 8)}: ${cut?.view.sentence.text}`);
  const missing = await incidents('--trace', 'nothing-like-it');
  expect([missing.code, missing.stdout]).toEqual([2, '']);
  expect(missing.stderr).toMatch(/^faultline: no trace has the id nothing-like-it, [^\n]+\n$/);
});

test('a line that loses packets is watched for a minute, long enough to see that it does, and where', {
  timeout: 240_000,
}, async () => {
  const folder = temporaryFolder();
  const monitor = startMonitorProcess(lab, { folder });
  await monitor.waitFor('IPv4 good', isHealth('ipv4', 'good'));
  await monitor.waitFor('IPv6 good', isHealth('ipv6', 'good'));
  const core = lab.link('core');
  onTestFinished(() => core.set({}));
  await core.set({ both: { loss: { percent: 15 } } });
  const raised = await monitor.waitFor('raise', isIncident('raised', 'degraded-loss'));
  await expect.poll(() => onsetTraces(join(folder, 'data')).length, { ...SOON, timeout: 180_000 }).toBe(2);
  expect(await monitor.end('SIGINT')).toBe(0);
  expect(monitor.stderr()).toBe('');
  for (const { incident, view } of onsetTraces(join(folder, 'data'))) {
    expect(incident).toBe(raised['id']);
    expect(view).toMatchObject({ mode: 'continuous', status: 'stopped', rounds: WATCH_ROUNDS });
    expect(view.sentence.state).toBe('degraded');
    const [first, second, last] = view.hops.map(({ reading }) => reading);
    expect(last).toBe('loss');
    // A busy machine may lose an answer of its own; nobody is accused for that.
    expect([first, second]).not.toContain('loss');
  }
});
