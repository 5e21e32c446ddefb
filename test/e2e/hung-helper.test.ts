import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import {
  allProven,
  faultline,
  type MonitorProcess,
  startMonitorProcess,
} from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

function helperOf({ child }: Pick<MonitorProcess, 'child'>): number {
  const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ');
  const helper = children
    .map(Number)
    .find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('helper.cjs'));
  if (helper === undefined) throw new Error('it has no helper');
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

test('a helper that hangs ends a ping early, and is no loss', async () => {
  const child = lab.spawn('pc', faultline('ping', lab.anchors[0]?.address ?? '', '--count', '100'));
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const answered = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (/^ +2 .* ms$/m.test(stdout)) resolve();
    });
  });
  await answered;
  process.kill(helperOf({ child }), 'SIGSTOP');
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(stderr).toBe('faultline: ended early: the helper stopped: it did not answer any more\n');
  expect(stdout).toMatch(/^(\d+) sent, \1 received, 0 % lost/m);
  expect(code).toBe(0);
});
