import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { faultline } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';

const TOLD = "faultline: output can't be written (ENOSPC); free some space, or send it somewhere else\n";

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome({ rttMs: 10 });
});
afterAll(() => lab.stop());

function monitorCommand(folder: string, ...options: readonly string[]): readonly string[] {
  const file = join(folder, 'config.json');
  writeFileSync(file, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  return faultline('monitor', '--config', file, '--data', join(folder, 'data'), ...options);
}

test.each([[['--json']], [[]]])('monitor %j ends when its output meets a full disk', async (options) => {
  const folder = temporaryFolder();
  const onFullDisk = ['sh', '-c', 'exec "$0" "$@" > /dev/full', ...monitorCommand(folder, ...options)];
  const { code, stderr } = await lab.exec('pc', onFullDisk);
  expect({ code, stderr }).toEqual({ code: 4, stderr: TOLD });
  // Nothing of it is left that would hold the history.
  const next = await lab.exec('pc', monitorCommand(folder, '--json', '--duration', '1'));
  expect({ code: next.code, stderr: next.stderr }).toEqual({ code: 0, stderr: '' });
});
