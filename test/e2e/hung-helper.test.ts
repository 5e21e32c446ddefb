import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { allProven, type MonitorProcess, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

function helperOf({ child }: MonitorProcess): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  const helper = children
    .map(Number)
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('helper.cjs'));
  if (helper === undefined) throw new Error('the monitor has no helper');
  return helper;
}

test('a helper that hangs is replaced and is no outage', async () => {
  const monitor = startMonitorProcess(lab, { folder: temporaryFolder() });
  await allProven(monitor);
  const from = monitor.lines.length;
  process.kill(helperOf(monitor), 'SIGSTOP');
  await monitor.waitFor('another mode', (line) => line['type'] === 'mode' && line['icmp'] !== 'helper', from);
  await monitor.waitFor(
    'the helper again',
    (line) => line['type'] === 'mode' && line['icmp'] === 'helper',
    from,
  );
  const answers = () =>
    monitor.lines.slice(from).filter((line) => line['kind'] === 'icmp4' && line['outcome'] === 'reply');
  await monitor.waitFor('answers through it', () => answers().length >= 9);
  expect(await monitor.end()).toBe(0);
  expect(monitor.lines.filter((line) => line['type'] === 'incident')).toEqual([]);
  expect(monitor.lines.filter((line) => line['outcome'] === 'lost')).toEqual([]);
});
