import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { HistoryError } from '../errors.ts';
import { Database } from './database.ts';
import { failureCode, wordsOf } from './failures.ts';
import { migrate, refuseFuture } from './migrate.ts';

export const fileOf = (directory: string): string => join(directory, 'history.sqlite');

/** What SQLite keeps beside a file in WAL mode. */
const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

export interface Lock {
  release(): void;
}

/**
 * Made only for its owner: the addresses probed and the networks visited are nobody else's business. Parent by
 * parent, because Node's recursive mkdir never returns where the kernel answers ENOENT to every try (/proc).
 */
export function makeFolder(directory: string): void {
  if (existsSync(directory)) return;
  const parent = dirname(directory);
  if (parent !== directory) makeFolder(parent);
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!existsSync(directory)) throw error;
  }
}

/** An empty file that others can't read, also where the folder is open to them: SQLite makes its log like it. */
function beginForOwner(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch {
    // SQLite says why, in words that are known here.
  }
}

/**
 * Only one writer a folder. The lock is an exclusive transaction on an empty second database: the system
 * drops it however the process ends, so none is ever left behind.
 * @throws HistoryError `in-use`.
 */
export function lockFolder(directory: string): Lock {
  const path = join(directory, 'history.lock');
  beginForOwner(path);
  const database = new Database(path);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (failureCode(error) === 'in-use') throw new HistoryError('in-use', wordsOf('in-use', directory));
    throw error;
  }
  return { release: () => closeQuietly(database) };
}

/** Whether some process writes in the folder. Looks without leaving a trace. */
export function isLocked(directory: string): boolean {
  const path = join(directory, 'history.lock');
  if (!existsSync(path)) return false;
  let database: Database | null = null;
  try {
    database = new Database(path, { readOnly: true });
    database.value('SELECT count(*) FROM sqlite_schema');
    return false;
  } catch (error) {
    return failureCode(error) === 'in-use';
  } finally {
    if (database !== null) closeQuietly(database);
  }
}

/**
 * Names the file that lies in the folder now; null when there is none. A file that was deleted, or moved, under its
 * writer is written on without an error, but nobody will ever read it.
 * @throws the system's own error when that can't be told.
 */
export function fileIdentity(directory: string): string | null {
  const stats = statSync(fileOf(directory), { throwIfNoEntry: false });
  return stats === undefined ? null : `${stats.dev} ${stats.ino}`;
}

export interface OpenedFile {
  readonly database: Database;
  /** Where a damaged file went; null when there was none. */
  readonly setAside: string | null;
}

/**
 * Opens or begins the history of a folder. A damaged file is set aside, never repaired, never deleted.
 * @throws HistoryError `newer-file`, or SQLite's own error.
 */
export function openFile(directory: string, now: number): OpenedFile {
  const path = fileOf(directory);
  try {
    return { database: openChecked(path), setAside: null };
  } catch (error) {
    if (failureCode(error) !== 'damaged') throw error;
  }
  const setAside = setFileAside(directory, now);
  return { database: openChecked(path), setAside };
}

function openChecked(path: string): Database {
  beginForOwner(path);
  const database = new Database(path);
  try {
    refuseFuture(database, path);
    checkWhole(database);
    prepare(database);
    migrate(database);
    return database;
  } catch (error) {
    closeQuietly(database);
    throw error;
  }
}

/** @throws HistoryError `damaged` when SQLite's own check finds a fault. */
export function checkWhole(database: Database): void {
  const found = database.value('PRAGMA quick_check(1)');
  if (found !== 'ok') throw new HistoryError('damaged', `The history file is damaged: ${String(found)}`);
}

/** auto_vacuum works only when set before the first table. NORMAL: a crash of the process loses nothing. */
function prepare(database: Database): void {
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec('PRAGMA cache_size = -4096');
  database.exec('PRAGMA journal_size_limit = 4194304');
}

export function closeQuietly(database: Database): void {
  try {
    database.close();
  } catch {
    // Closing a file that is damaged or on a full disk may fail; nothing more can be done with it.
  }
}

/** `history.damaged-20260131T235959Z.sqlite`, with its log: together they are what can be examined later. */
export function setFileAside(directory: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
  const target = freeName(join(directory, `history.damaged-${stamp}`));
  renameSync(fileOf(directory), target);
  for (const companion of COMPANIONS) {
    if (existsSync(fileOf(directory) + companion)) {
      renameSync(fileOf(directory) + companion, target + companion);
    }
  }
  return target;
}

function freeName(stem: string): string {
  for (let number = 1; ; number += 1) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.sqlite`;
    if (!existsSync(name)) return name;
  }
}
