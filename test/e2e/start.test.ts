import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());

test('npm start on a machine without a display monitors the line, and says so', async () => {
  const folder = temporaryFolder();
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ anchors: lab.anchors, portalUrl: lab.portalUrl }));
  const options = ['--json', '--duration', '6', '--config', config, '--data', join(folder, 'data')];
  const run = await lab.exec('pc', ['npm', 'start', '--silent', '--', ...options], {
    env: { DISPLAY: '', WAYLAND_DISPLAY: '' },
  });
  expect(run.code).toBe(0);
  expect(run.stderr).toContain('No display here: starting the headless monitor.');
  const lines = run.stdout
    .trim()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line));
  const kinds = new Set(lines.filter((line) => line['outcome'] === 'reply').map((line) => line['kind']));
  expect(kinds).toEqual(new Set(['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns', 'gateway']));
  expect(lines).toContainEqual(expect.objectContaining({ type: 'mode', icmp: 'helper' }));
});
