import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

function packaged(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/package.mjs', ...words], {
    encoding: 'utf8',
  });
  return { code: status, stdout, said: stderr.trimEnd().split('\n') };
}

test('what it can make is told', () => {
  const { code, stdout, said } = packaged('--help');
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(said.join('\n')).toMatch(/deb.*built and tested.*rpm.*never tried.*dmg can't be made yet/s);
});

test('a target that there is none of ends with a line', () => {
  const { code, stdout, said } = packaged('snap');
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(said).toEqual([expect.stringMatching(/^faultline: there is no target snap; there are dir, /)]);
});

test.each([
  ['nsis', 'nsis: made on Windows only'],
  ['dmg', "dmg can't be made yet: there is no helper executable for macOS"],
])('%s is not made here, and one line says why', (target, why) => {
  const { code, stdout, said } = packaged(target, '--output', temporaryFolder());
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  expect(said.at(-1)).toBe(`faultline: ${why}`);
});
