import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { isHealth, isIncident, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

const NOBODY = { uid: 65534, gid: 65534 };

test('without privilege ICMP is not measured by the helper, says so, and outages are still named', async () => {
  const monitor = startMonitorProcess(lab, { folder: temporaryFolder(), run: { user: NOBODY } });
  const mode = await monitor.waitFor('mode', (line) => line['type'] === 'mode');
  expect(mode['icmp']).not.toBe('helper');
  expect(String(mode['reason'])).toMatch(/root|privilege/i);
  for (const subject of ['ipv4', 'ipv6']) await monitor.waitFor(subject, isHealth(subject, 'good'));
  await lab.cut('all');
  await monitor.waitFor('raise', isIncident('raised', 'total'));
  await lab.restore();
  await monitor.waitFor('clear', isIncident('cleared', 'total'));
  expect(await monitor.end()).toBe(0);
  expect(monitor.lines.filter((line) => line['via'] === 'helper')).toEqual([]);
});
