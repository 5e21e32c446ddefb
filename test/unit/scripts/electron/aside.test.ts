import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillFolder } from '../../../../scripts/electron/aside.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** A process that ran, and is no more. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a folder written aside', () => {
  test('is not in its place before it is complete', async () => {
    const folder = join(temporaryFolder(), 'deep/one');
    await fillFolder(folder, async (aside) => {
      writeFileSync(join(aside, 'file'), 'whole');
      expect(existsSync(folder)).toBe(false);
    });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole');
    expect(readdirSync(join(folder, '..'))).toEqual(['one']);
  });

  test('that fails leaves nothing behind', async () => {
    const parent = temporaryFolder();
    const half = fillFolder(join(parent, 'one'), async (aside) => {
      writeFileSync(join(aside, 'file'), 'half');
      throw new Error('the disk is full');
    });
    await expect(half).rejects.toThrow('the disk is full');
    expect(readdirSync(parent)).toEqual([]);
  });

  test('that fails leaves an older one as it was', async () => {
    const parent = temporaryFolder();
    const folder = join(parent, 'one');
    await fillFolder(folder, async (aside) => writeFileSync(join(aside, 'file'), 'old'));
    const half = fillFolder(folder, async () => Promise.reject(new Error('no')));
    await expect(half).rejects.toThrow('no');
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('old');
    expect(readdirSync(parent)).toEqual(['one']);
  });

  test('replaces an older one as a whole', async () => {
    const folder = join(temporaryFolder(), 'one');
    await fillFolder(folder, async (aside) => writeFileSync(join(aside, 'old'), ''));
    await fillFolder(folder, async (aside) => writeFileSync(join(aside, 'new'), ''));
    expect(readdirSync(folder)).toEqual(['new']);
  });

  const meanwhile = async (isComplete?: (folder: string) => boolean): Promise<readonly string[]> => {
    const folder = join(temporaryFolder(), 'one');
    const fill = async (aside: string): Promise<void> => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'theirs'), '');
      writeFileSync(join(aside, 'ours'), '');
    };
    await fillFolder(folder, fill, isComplete === undefined ? undefined : () => isComplete(folder));
    expect(readdirSync(join(folder, '..'))).toEqual(['one']);
    return readdirSync(folder);
  };

  test('takes the place of one that another process left incomplete meanwhile', async () => {
    expect(await meanwhile()).toEqual(['ours']);
  });

  test('leaves a complete one that another process finished meanwhile: a program may run from it', async () => {
    expect(await meanwhile((folder) => existsSync(join(folder, 'theirs')))).toEqual(['theirs']);
  });

  test('clears away what a killed process left, and nothing of one that runs', async () => {
    const parent = temporaryFolder();
    mkdirSync(join(parent, `.aside-${deadPid()}-new-one`));
    mkdirSync(join(parent, `.aside-${process.ppid}-new-one`));
    mkdirSync(join(parent, 'other'));
    await fillFolder(join(parent, 'one'), async () => {});
    expect(readdirSync(parent).sort()).toEqual([`.aside-${process.ppid}-new-one`, 'one', 'other']);
  });
});
