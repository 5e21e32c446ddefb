import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { isHealth, isIncident, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

/** A cable line lost IPv4 for 18 minutes while ping and IPv6 worked; here a second stands for a minute. */
const STORY_PROBES = 18;

test('IPv4 dies while ping and IPv6 go on: one incident, and the samples prove it', async () => {
  const monitor = startMonitorProcess(lab, { folder: temporaryFolder() });
  for (const subject of ['icmp', 'ipv4', 'ipv6']) await monitor.waitFor(subject, isHealth(subject, 'good'));

  await lab.cut('ipv4');
  const raised = await monitor.waitFor('raise', isIncident('raised', 'ipv4-only'));
  const named = monitor.lines.length;
  const answered = (kind: string) =>
    monitor.lines.slice(named).filter((line) => line['kind'] === kind && line['outcome'] === 'reply').length;
  await monitor.waitFor('18 answers over IPv6', () => answered('tcp6') >= STORY_PROBES);
  expect(answered('icmp6')).toBeGreaterThan(0);
  expect(answered('tcp4')).toBe(0);
  expect(monitor.lines.slice(named).filter((line) => line['type'] === 'incident')).toEqual([]);

  await lab.restore();
  const cleared = await monitor.waitFor('clear', isIncident('cleared', 'ipv4-only'));
  expect(cleared['id']).toBe(raised['id']);
  await monitor.end();
});
