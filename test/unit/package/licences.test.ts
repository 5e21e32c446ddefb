import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { licenceOf, licencesText, packagesIn } from '../../../scripts/package/licences.mjs';
import { root } from '../../../scripts/setup.mjs';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function packageWith(files: Readonly<Record<string, string>>, about: object = {}): string {
  const folder = join(temporaryFolder(), 'somebodys-package');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'theirs', version: '1.2.3', ...about }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const metafile = (...paths: readonly string[]) => ({
  inputs: Object.fromEntries(paths.map((path) => [path, { bytes: 1, imports: [] }])),
  outputs: {},
});

describe('the packages of a bundle', () => {
  test('are found by their folders, each once, nested ones too', () => {
    const bundles = [
      metafile('main/index.ts', 'node_modules/zod/index.js', 'node_modules/@a/b/dist/c.js'),
      metafile('node_modules/zod/v4/core.js', 'node_modules/@a/b/node_modules/c/index.js'),
    ];
    expect(packagesIn(bundles)).toEqual([
      join(root, 'node_modules/@a/b'),
      join(root, 'node_modules/@a/b/node_modules/c'),
      join(root, 'node_modules/zod'),
    ]);
  });

  test('own sources are nobody else`s', () => {
    expect(packagesIn([metafile('main/a.ts', 'renderer/b.tsx', 'node_modules.ts')])).toEqual([]);
  });
});

describe('the licence of a package', () => {
  test('is what its files say, all of them', () => {
    const folder = packageWith(
      { LICENSE: 'Do what you like.\n', 'NOTICE.txt': 'Thanks.' },
      { license: 'X-1' },
    );
    expect(licenceOf(folder)).toEqual({ title: 'theirs 1.2.3 (X-1)', text: 'Do what you like.\n\nThanks.' });
  });

  test('may stand at the end of the readme', () => {
    const folder = packageWith({ 'README.md': '# theirs\n\n## License\n\nCopyright (c) them\n' });
    expect(licenceOf(folder).text).toBe('Copyright (c) them');
  });

  test('named MIT and no more, it is that with the holder', () => {
    const folder = packageWith({ 'README.md': 'hello' }, { license: 'MIT', author: { name: 'Somebody' } });
    expect(licenceOf(folder).text).toMatch(/^MIT License\n\nCopyright \(c\) Somebody\n/);
  });

  test('without a word nothing is shipped', () => {
    expect(() => licenceOf(packageWith({}))).toThrow('theirs 1.2.3 comes without the text of its licence');
    expect(() => licenceOf(packageWith({}, { license: 'Apache-2.0' }))).toThrow('without the text');
  });
});

test('the text has a section for each', () => {
  const text = licencesText([
    { title: 'one 1.0', text: 'A' },
    { title: 'two 2.0', text: 'B\n' },
  ]);
  expect(text).toMatch(/=\none 1\.0\n=+\n\nA\n\n?=+\ntwo 2\.0\n=+\n\nB\n/);
});
