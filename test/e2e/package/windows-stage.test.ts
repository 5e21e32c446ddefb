import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { layOutStage } from '../../../scripts/package/stage.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('for Windows everything is laid out but the helper, which never runs there, and what belongs to it', async () => {
  const { app, resources, linux } = await layOutStage(join(temporaryFolder(), 'stage'), {
    electron: temporaryFolder(),
    machine: { os: 'win32', arch: 'x64' },
    say: () => undefined,
  });
  expect(readdirSync(resources)).toEqual(['licenses.txt']);
  expect(readdirSync(linux)).toEqual([]);
  expect(existsSync(join(app, 'dist/installed.mjs'))).toBe(true);
  expect(existsSync(join(app, 'dist/helper.json'))).toBe(false);
  const binaries = join(app, 'dist/node_modules/@photostructure/sqlite/prebuilds');
  expect(readdirSync(binaries)).toEqual(['win32-x64']);
  const licences = readFileSync(join(resources, 'licenses.txt'), 'utf8');
  expect(licences).toContain('\n@photostructure/sqlite ');
  expect(licences).not.toMatch(/\nraw-socket |inside the helper/);
});
