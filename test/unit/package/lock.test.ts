import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { discard, underLock } from '../../support/package/lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = temporaryFolder();
  lock = join(folder, 'lock');
});

/** Of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['--version']).pid;

describe('the lock over a package that is built once for all', () => {
  test('is held by one at a time, and given back also after a failure', async () => {
    let holders = 0;
    const work = async (): Promise<number> => {
      holders += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const seen = holders;
      holders -= 1;
      return seen;
    };
    expect(await Promise.all([underLock(lock, work), underLock(lock, work)])).toEqual([1, 1]);
    await expect(underLock(lock, () => Promise.reject(new Error('no room')))).rejects.toThrow('no room');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of a process that has ended is taken over', async () => {
    writeFileSync(lock, String(gone()));
    expect(await underLock(lock, async () => readFileSync(lock, 'utf8'))).toBe(String(process.pid));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that somebody has taken over meanwhile stays theirs', () => {
    writeFileSync(lock, String(process.pid));
    discard(lock, gone());
    expect(readFileSync(lock, 'utf8')).toBe(String(process.pid));
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  test('that is gone meanwhile is no failure', () => {
    discard(lock, gone());
    expect(readdirSync(folder)).toEqual([]);
  });
});
