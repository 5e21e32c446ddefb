import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import {
  allProven,
  faultline,
  isHealth,
  isIncident,
  startMonitorProcess,
} from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());
afterEach(() => lab.restore());

async function remembered(folder: string): Promise<readonly Record<string, unknown>[]> {
  const run = await lab.exec(
    'pc',
    faultline('incidents', '--json', '--from', '-1h', '--data', join(folder, 'data')),
  );
  expect(run.stderr).toBe('');
  const answer: { incidents: Record<string, unknown>[] } = JSON.parse(run.stdout);
  return answer.incidents;
}

test('an outage survives kill -9: raised once, adopted, cleared once', async () => {
  const folder = temporaryFolder();
  const first = startMonitorProcess(lab, { folder });
  await allProven(first);
  await lab.cut('all');
  const raised = await first.waitFor('raise', isIncident('raised', 'total'));
  // The history commits at least once a second; three more probes of one kind are three seconds.
  const from = first.lines.length;
  const later = () => first.lines.slice(from).filter((line) => line['kind'] === 'icmp4').length;
  await first.waitFor('a few more probes', () => later() >= 9);
  await first.end('SIGKILL');
  expect(await remembered(folder)).toMatchObject([{ id: raised['id'], class: 'total', until: null }]);

  const second = startMonitorProcess(lab, { folder });
  await second.waitFor('the gap', (line) => line['type'] === 'gap' && line['reason'] === 'not-running');
  // Seen silent by this run for as long as any outage takes to be named: only then can it be seen to end.
  const isLost = (line: Record<string, unknown>) => line['kind'] === 'icmp4' && line['outcome'] === 'lost';
  await second.waitFor('lost probes', () => second.lines.filter(isLost).length >= 12);
  await lab.restore();
  const cleared = await second.waitFor('clear', isIncident('cleared', 'total'));
  expect(cleared).toMatchObject({ id: raised['id'], since: raised['since'], end: 'recovered' });
  expect(second.lines.filter(isIncident('raised', 'total'))).toEqual([]);
  await second.end();
  expect(await remembered(folder)).toMatchObject([{ id: raised['id'], end: 'recovered' }]);
});

test('a monitor started in the middle of an outage names it, for it knows what worked here before', async () => {
  const folder = temporaryFolder();
  const first = startMonitorProcess(lab, { folder });
  await allProven(first);
  await first.end();
  expect(await remembered(folder)).toEqual([]);

  await lab.cut('ipv4');
  const second = startMonitorProcess(lab, { folder });
  await second.waitFor('raise', isIncident('raised', 'ipv4-only'));
  await lab.restore();
  await second.waitFor('clear', isIncident('cleared', 'ipv4-only'));
  await second.end();
});

test('an outage that ended while nobody watched is cleared after the restart, not raised again', async () => {
  const folder = temporaryFolder();
  const first = startMonitorProcess(lab, { folder });
  await first.waitFor('good IPv4', isHealth('ipv4', 'good'));
  await lab.cut('ipv4');
  const raised = await first.waitFor('raise', isIncident('raised', 'ipv4-only'));
  await first.end();
  await lab.restore();

  const second = startMonitorProcess(lab, { folder });
  const cleared = await second.waitFor('clear', isIncident('cleared', 'ipv4-only'));
  expect(cleared['id']).toBe(raised['id']);
  await second.end();
  expect(second.lines.filter((line) => line['type'] === 'incident' && line['phase'] === 'raised')).toEqual(
    [],
  );
  expect((await remembered(folder)).map((incident) => incident['id'])).toEqual([raised['id']]);
});
