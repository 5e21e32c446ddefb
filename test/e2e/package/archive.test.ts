import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BuiltPackages, builtPackages } from '../../support/package/built-packages.ts';

let built: BuiltPackages;
let place: string;
beforeAll(async () => {
  built = await builtPackages();
  place = mkdtempSync(join(tmpdir(), 'faultline-archive-'));
  execFileSync('tar', ['-xzf', built.archive, '-C', place]);
}, 600_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('the archive holds one folder, with its name and version', () => {
  expect(readdirSync(place)).toEqual([expect.stringMatching(/^faultline-0\.1\.0-linux-x64/)]);
});

test('which is the tested one, file by file, with its modes', () => {
  const unpacked = join(place, readdirSync(place)[0] ?? '');
  const files = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  expect(files(unpacked)).toEqual(files(built.directory));
  for (const path of files(unpacked)) {
    const [mine, theirs] = [statSync(join(unpacked, path)), statSync(join(built.directory, path))];
    expect(mine.mode.toString(8), path).toBe(theirs.mode.toString(8));
    if (mine.isFile()) expect(mine.size, path).toBe(theirs.size);
  }
  const helper = 'resources/helper/faultline-helper';
  expect(readFileSync(join(unpacked, helper)).equals(readFileSync(join(built.directory, helper)))).toBe(true);
});

test('and whose command runs from wherever it was unpacked', () => {
  const command = join(place, readdirSync(place)[0] ?? '', 'resources/bin/faultline');
  expect(execFileSync(command, ['--version'], { encoding: 'utf8' })).toBe('0.1.0\n');
});
