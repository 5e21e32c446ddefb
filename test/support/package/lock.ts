import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const LOOK_AGAIN_MS = 200;
const PATIENCE_MS = 10 * 60_000;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** The process that ended without giving it back; null: there is none such. */
function abandonedBy(file: string): number | null {
  let pid = 0;
  try {
    pid = Number(readFileSync(file, 'utf8'));
    // Not yet written: its holder has only just taken it.
    if (pid !== 0) process.kill(pid, 0);
    return null;
  } catch (error) {
    return hasCode(error, 'ESRCH') ? pid : null;
  }
}

/**
 * Takes away what `pid` has left. Another waiter may have been faster, and the lock be somebody's by now: so it is
 * looked at once more, aside, and put back.
 */
export function discard(file: string, pid: number): void {
  const aside = `${file}.${process.pid}.abandoned`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  if (Number(readFileSync(aside, 'utf8')) !== pid) linkSync(aside, file);
  rmSync(aside);
}

/** Does `work` while no other process does what is under the same lock. */
export async function underLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!take(file)) {
    const pid = abandonedBy(file);
    if (pid !== null) discard(file, pid);
    else if (performance.now() > deadline) throw new Error(`${file} is held for too long`);
    else await delay(LOOK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
