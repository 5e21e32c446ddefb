import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { electronForPackage, NOT_FOR_SHIPPING } from '../../../scripts/package/electron-for-package.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function somebodys(version: string | null): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'electron'), '');
  if (version !== null) writeFileSync(join(folder, 'version'), version);
  return { folder, env: { FAULTLINE_ELECTRON: join(folder, 'electron') } };
}

test('an Electron that is not the official download is marked, and told loudly', async () => {
  const { folder, env } = somebodys('v33.2.1\n');
  const said: string[] = [];
  expect(await electronForPackage((line) => said.push(line), env)).toEqual({
    folder,
    version: '33.2.1',
    mark: NOT_FOR_SHIPPING,
  });
  expect(said.join('\n')).toContain('NOT FOR SHIPPING');
});

test.each([null, '', 'unknown'])('one that says %j as its version is none', async (version) => {
  const { env } = somebodys(version);
  await expect(electronForPackage(() => undefined, env)).rejects.toThrow('says its version');
});

test('one that is not there is told by its path', async () => {
  const env = { FAULTLINE_ELECTRON: '/nowhere/electron' };
  await expect(electronForPackage(() => undefined, env)).rejects.toThrow('/nowhere/electron');
});

test('on macOS it is the folder that holds the app', async () => {
  const folder = temporaryFolder();
  const inside = join(folder, 'Electron.app/Contents/MacOS');
  mkdirSync(inside, { recursive: true });
  writeFileSync(join(inside, 'Electron'), '');
  writeFileSync(join(folder, 'version'), '45.0.0');
  const env = { FAULTLINE_ELECTRON: join(inside, 'Electron') };
  expect(await electronForPackage(() => undefined, env)).toMatchObject({ folder, version: '45.0.0' });
});
