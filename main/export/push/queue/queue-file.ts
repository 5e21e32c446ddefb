import { DatabaseSync, type StatementSyncInstance } from '@photostructure/sqlite';
import { QueueError, toQueueError } from './failures.ts';
import { beginForOwner, identityOf } from './queue-place.ts';

/** A batch as it is kept; they are numbered in order, for ever. */
export interface KeptBatch {
  readonly seq: number;
  /** Figures in it. */
  readonly points: number;
  readonly payload: Uint8Array;
}

/** Points that are not in a batch yet, kept so that a crash loses none of them. */
export interface JournalRow {
  readonly id: number;
  readonly payload: Uint8Array;
}

/** How far the events of which session were taken. */
export interface Intake {
  readonly session: string;
  readonly through: number;
}

/** All of it is written, or nothing. */
export interface QueueChange {
  readonly journaled: readonly JournalRow[];
  readonly unjournaled: readonly number[];
  readonly batches: readonly KeptBatch[];
  /** Delivered before older ones were. */
  readonly removed: readonly number[];
  /** Everything up to this number has been delivered or given up. */
  readonly doneThrough: number;
  /** Everything up to this number may be forgotten. */
  readonly purgeThrough: number;
  /** Null: as before. */
  readonly intake: Intake | null;
}

export interface QueueStart {
  readonly lastSeq: number;
  readonly doneThrough: number;
  readonly journal: readonly JournalRow[];
  readonly intake: Intake | null;
}

/** What waits: batches after a number. */
export interface QueueExtent {
  readonly batches: number;
  readonly points: number;
  readonly bytes: number;
}

const FORMAT = 1;

const SCHEMA = `
  CREATE TABLE batch (seq INTEGER PRIMARY KEY, points INTEGER NOT NULL, payload BLOB NOT NULL);
  CREATE TABLE journal (id INTEGER PRIMARY KEY, payload BLOB NOT NULL);
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};
`;

type Row = Readonly<Record<string, unknown>>;

const numberIn = (row: Row | undefined, name: string): number => {
  const value = row?.[name];
  return typeof value === 'number' ? value : 0;
};

function bytesIn(row: Row, name: string): Uint8Array {
  const value = row[name];
  if (value instanceof Uint8Array) return value;
  throw new QueueError('damaged', `a row without ${name}`);
}

const toBatch = (row: Row): KeptBatch => ({
  seq: numberIn(row, 'seq'),
  points: numberIn(row, 'points'),
  payload: bytesIn(row, 'payload'),
});

/** The queue's file, for one process at a time. Everything throws a QueueError. */
export class QueueFile {
  readonly path: string;
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #statements = new Map<string, StatementSyncInstance>();
  readonly #identity: string | null;

  /** Opens the file or begins it. @throws QueueError, `damaged` also when SQLite's own check finds a fault. */
  constructor(path: string) {
    this.path = path;
    beginForOwner(path);
    try {
      this.#database = new DatabaseSync(path, { timeout: 0 });
    } catch (error) {
      throw toQueueError(error);
    }
    try {
      this.#prepare();
    } catch (error) {
      this.close();
      throw toQueueError(error);
    }
    this.#identity = identityOf(path);
  }

  /**
   * The lock of an EXCLUSIVE connection goes with its process, however that ends. NORMAL: what was committed survives
   * the end of the process; a power cut may take the last commits, never the file.
   */
  #prepare(): void {
    this.#database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    this.#database.exec('PRAGMA locking_mode = EXCLUSIVE');
    this.#database.exec('PRAGMA journal_mode = WAL');
    this.#database.exec('PRAGMA synchronous = NORMAL');
    this.#database.exec('PRAGMA cache_size = -1024');
    this.#database.exec('PRAGMA journal_size_limit = 1048576');
    const version = numberIn(this.#get('PRAGMA user_version'), 'user_version');
    if (version > FORMAT) throw new QueueError('newer', `it has format ${version}`);
    const found = this.#get('PRAGMA quick_check(1)');
    if (Object.values(found ?? {})[0] !== 'ok')
      throw new QueueError('damaged', 'its own check finds a fault');
    // Writing takes the lock at once: two that only read would both believe to have it.
    this.#between(() => {
      if (version === 0) this.#database.exec(SCHEMA);
      this.#setMeta('opened', Date.now());
    });
  }

  start(): QueueStart {
    return this.#guarded(() => {
      const journal = this.#all('SELECT id, payload FROM journal ORDER BY id').map((row) => ({
        id: numberIn(row, 'id'),
        payload: bytesIn(row, 'payload'),
      }));
      const doneThrough = numberIn(this.#get(META, 'done'), 'value');
      const last = numberIn(this.#get('SELECT max(seq) AS last FROM batch'), 'last');
      const session = this.#get(META, 'session')?.['value'];
      const through = numberIn(this.#get(META, 'through'), 'value');
      return {
        lastSeq: Math.max(last, doneThrough),
        doneThrough,
        journal,
        intake: typeof session === 'string' ? { session, through } : null,
      };
    });
  }

  /** @throws QueueError; then nothing of it is written. */
  write(change: QueueChange): void {
    if (identityOf(this.path) !== this.#identity)
      throw new QueueError('missing', 'the file was taken away while it was in use');
    this.#guarded(() => this.#between(() => this.#apply(change)));
    this.#guarded(() => this.#database.exec('PRAGMA incremental_vacuum(64)'));
  }

  #apply(change: QueueChange): void {
    const { journaled, unjournaled, batches, removed, doneThrough, purgeThrough, intake } = change;
    for (const id of unjournaled) this.#run('DELETE FROM journal WHERE id = ?', id);
    for (const { id, payload } of journaled)
      this.#run('INSERT OR REPLACE INTO journal (id, payload) VALUES (?, ?)', id, payload);
    for (const { seq, points, payload } of batches)
      this.#run('INSERT OR REPLACE INTO batch (seq, points, payload) VALUES (?, ?, ?)', seq, points, payload);
    for (const seq of removed) this.#run('DELETE FROM batch WHERE seq = ?', seq);
    this.#run('DELETE FROM batch WHERE seq <= ?', purgeThrough);
    this.#setMeta('done', doneThrough);
    if (intake === null) return;
    this.#setMeta('session', intake.session);
    this.#setMeta('through', intake.through);
  }

  /** The oldest batch after that number. */
  after(seq: number): KeptBatch | null {
    return this.#guarded(() => {
      const row = this.#get('SELECT seq, points, payload FROM batch WHERE seq > ? ORDER BY seq LIMIT 1', seq);
      return row === undefined ? null : toBatch(row);
    });
  }

  /** The same without its content. */
  sizeAfter(seq: number): { readonly seq: number; readonly points: number; readonly bytes: number } | null {
    return this.#guarded(() => {
      const row = this.#get(
        'SELECT seq, points, length(payload) AS bytes FROM batch WHERE seq > ? ORDER BY seq LIMIT 1',
        seq,
      );
      if (row === undefined) return null;
      return { seq: numberIn(row, 'seq'), points: numberIn(row, 'points'), bytes: numberIn(row, 'bytes') };
    });
  }

  extentAfter(seq: number): QueueExtent {
    return this.#guarded(() => {
      const row = this.#get(
        `SELECT count(*) AS batches, coalesce(sum(points), 0) AS points,
          coalesce(sum(length(payload)), 0) AS bytes FROM batch WHERE seq > ?`,
        seq,
      );
      return {
        batches: numberIn(row, 'batches'),
        points: numberIn(row, 'points'),
        bytes: numberIn(row, 'bytes'),
      };
    });
  }

  /** Never throws: closing a damaged file or one on a full disk may fail, and nothing more can be done with it. */
  close(): void {
    try {
      for (const statement of this.#statements.values()) statement.close();
      this.#statements.clear();
      this.#database.close();
    } catch {
      // See above.
    }
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw toQueueError(error);
    }
  }

  #between(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      // SQLite has rolled back by itself after some errors (a full disk, for one).
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  #setMeta(name: string, value: string | number): void {
    this.#run('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)', name, value);
  }

  #run(sql: string, ...values: (string | number | Uint8Array)[]): void {
    this.#prepared(sql).run(...values);
  }
  #get(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.#prepared(sql).get(...values);
  }
  #all(sql: string): readonly Row[] {
    return this.#prepared(sql).all();
  }

  #prepared(sql: string): StatementSyncInstance {
    const statement = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

const META = 'SELECT value FROM meta WHERE name = ?';
