import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildAddon } from '../../../../scripts/package/helper/addon.mjs';
import {
  makeSingleExecutable,
  SINGLE_EXECUTABLE,
} from '../../../../scripts/package/helper/single-executable.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

test('neither the environment nor an argument adds an option, and no signal opens a debugger', () => {
  expect(SINGLE_EXECUTABLE).toMatchObject({
    execArgvExtension: 'none',
    useSnapshot: false,
    useCodeCache: false,
  });
  expect(SINGLE_EXECUTABLE.execArgv).toEqual(
    expect.arrayContaining([
      '--disable-sigusr1',
      '--permission',
      '--disallow-code-generation-from-strings',
      '--disable-proto=delete',
    ]),
  );
});

test('of what the permission model forbids, reading and the addon are allowed, and nothing more', () => {
  const allowed = SINGLE_EXECUTABLE.execArgv.filter((option) => option.startsWith('--allow'));
  expect(allowed).toEqual(['--allow-addons', '--allow-fs-read=*']);
});

describe('what can not be made is told with its reason', () => {
  test('by a Node that is none', async () => {
    const work = temporaryFolder();
    const made = makeSingleExecutable({ node: join(work, 'node'), work, into: join(work, 'made') });
    await expect(made).rejects.toThrow(/^preparing the helper's script failed: .*ENOENT/);
    expect(readdirSync(work)).toEqual(['sea.json']);
  });

  test('of a script that is not there', async () => {
    const work = temporaryFolder();
    const made = makeSingleExecutable({ node: process.execPath, work, into: join(work, 'made') });
    await expect(made).rejects.toThrow(/^preparing the helper's script failed: .*helper\.cjs/);
  });

  test('of a Node that can hold no script', async () => {
    const work = temporaryFolder();
    writeFileSync(join(work, 'helper.cjs'), '');
    writeFileSync(join(work, 'node'), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const made = makeSingleExecutable({ node: join(work, 'node'), work, into: join(work, 'made') });
    await expect(made).rejects.toThrow(/^stripping the helper's Node failed: /);
  });

  test('an addon without its sources', async () => {
    const work = temporaryFolder();
    const release = { executable: '', folder: work, licence: '' };
    const built = buildAddon({ root: work, release, into: join(work, 'raw.node') });
    await expect(built).rejects.toThrow('ENOENT');
  });
});
