// Folders that are either complete or not there: written aside, then renamed into place.
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const ASIDE = /^\.aside-(\d+)-/;

/** @param {unknown} error @param {string[]} codes */
const hasCode = (error, ...codes) =>
  error instanceof Error && 'code' in error && codes.some((code) => code === error.code);

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is a running process.
    return hasCode(error, 'EPERM');
  }
}

/** What a killed run left half-written. @param {string} parent */
function sweep(parent) {
  for (const name of readdirSync(parent)) {
    const pid = Number(ASIDE.exec(name)?.[1] ?? process.pid);
    if (pid !== process.pid && !isRunning(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/**
 * Puts `aside` in the place of `folder`, unless somebody else's there will do: a program may already run from it.
 * @param {string} folder
 * @param {string} aside
 * @param {string} old
 * @param {() => boolean} isComplete
 */
function replace(folder, aside, old, isComplete) {
  if (isComplete()) return;
  rmSync(old, { recursive: true, force: true });
  try {
    renameSync(folder, old);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  try {
    renameSync(aside, folder);
  } catch (error) {
    // Another process put its own there in between.
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    replace(folder, aside, old, isComplete);
  }
}

/**
 * Fills a new folder beside `folder` and puts it in its place, replacing what was there. When `fill` throws,
 * nothing is left behind and an older `folder` stays. Two processes at once: the first to finish wins.
 * @param {string} folder
 * @param {(aside: string) => Promise<void>} fill
 * @param {() => boolean} [isComplete] whether what is at `folder` is what `fill` would make
 */
export async function fillFolder(folder, fill, isComplete = () => false) {
  const parent = dirname(folder);
  const aside = join(parent, `.aside-${process.pid}-new-${basename(folder)}`);
  const old = join(parent, `.aside-${process.pid}-old-${basename(folder)}`);
  mkdirSync(parent, { recursive: true });
  sweep(parent);
  try {
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside);
    await fill(aside);
    replace(folder, aside, old, isComplete);
  } finally {
    for (const rest of [aside, old]) rmSync(rest, { recursive: true, force: true });
  }
}
