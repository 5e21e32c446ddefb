import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyModules } from '../../../scripts/package/modules.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const SQLITE = 'node_modules/@photostructure/sqlite';

test.each([
  { os: 'linux', arch: 'x64' },
  { os: 'linux', arch: 'arm64' },
  { os: 'win32', arch: 'x64' },
  { os: 'darwin', arch: 'arm64' },
] as const)('for $os $arch its own binary comes along and no other', (machine) => {
  const into = temporaryFolder();
  const folders = copyModules(into, machine);
  expect(readdirSync(join(into, SQLITE, 'prebuilds'))).toEqual([`${machine.os}-${machine.arch}`]);
  expect(folders.map((folder) => readFileSync(join(folder, 'package.json'), 'utf8').length > 0)).toEqual([
    true,
    true,
  ]);
  expect(existsSync(join(into, SQLITE, 'src'))).toBe(false);
  const about = JSON.parse(readFileSync(join(into, SQLITE, 'package.json'), 'utf8'));
  expect(Object.keys(about)).not.toContain('scripts');
  expect(about).toMatchObject({ name: '@photostructure/sqlite', license: 'MIT' });
});

test('a machine that it was not built for is told by its name', () => {
  expect(() => copyModules(temporaryFolder(), { os: 'linux', arch: 'mips' })).toThrow(
    '@photostructure/sqlite brings nothing for linux mips',
  );
});
