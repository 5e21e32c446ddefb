import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { isHealth, isIncident, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

test("without privilege ICMP comes from the system's ping, says so, and outages are still named", async () => {
  const through = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];
  const monitor = startMonitorProcess(lab, { folder: temporaryFolder(), through });
  const mode = await monitor.waitFor('mode', (line) => line['type'] === 'mode');
  expect(mode['icmp']).toBe('ping');
  expect(String(mode['reason'])).toContain('sudo');
  for (const subject of ['icmp', 'ipv4', 'ipv6']) await monitor.waitFor(subject, isHealth(subject, 'good'));
  await lab.cut('all');
  await monitor.waitFor('raise', isIncident('raised', 'total'));
  await lab.restore();
  await monitor.waitFor('clear', isIncident('cleared', 'total'));
  expect(await monitor.end()).toBe(0);
  const via = new Set(
    monitor.lines.filter((line) => String(line['kind']).startsWith('icmp')).map((line) => line['via']),
  );
  expect([...via]).toEqual(['ping']);
});
