import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { helperManifest, sha256 } from '../../../../scripts/package/helper/manifest.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** FIPS 180-2, appendix B.1: of the three letters abc. */
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

test('a manifest has the version and the hash of each file by its name, without its folder', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'helper.cjs');
  writeFileSync(file, 'abc');
  expect(await sha256(file)).toBe(ABC);
  expect(await helperManifest('1.2.3', [file])).toEqual({ version: '1.2.3', files: { 'helper.cjs': ABC } });
  expect(await helperManifest('1.2.3', [])).toEqual({ version: '1.2.3', files: {} });
});

test('a file that is not there has no hash', async () => {
  await expect(helperManifest('1.2.3', [join(temporaryFolder(), 'gone')])).rejects.toThrow('ENOENT');
});
