import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';

/** What SQLite keeps beside a file in WAL mode. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

/** An empty file that others can't read, also where the folder is open to them: SQLite makes its log like it. */
export function beginForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // SQLite says why, in words that are known here.
  }
}

/** Names the file that lies there now; null: none does. One that was deleted is written on, but nobody reads it. */
export function identityOf(path: string): string | null {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev} ${stats.ino}`;
}

/** `metrics-queue.damaged-20260131T235959Z.sqlite`, with its log. @returns where it went. */
export function setAside(path: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const stem = path.replace(/\.sqlite$/, '');
  let target = `${stem}.damaged-${stamp}.sqlite`;
  for (let n = 2; existsSync(target); n += 1) target = `${stem}.damaged-${stamp}-${n}.sqlite`;
  renameSync(path, target);
  for (const companion of COMPANIONS) {
    if (existsSync(path + companion)) renameSync(path + companion, target + companion);
  }
  return target;
}
