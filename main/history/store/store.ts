import { HistoryError } from '../errors.ts';
import type { Entry } from '../events/entry.ts';
import { recordEntry } from '../events/record.ts';
import type { Database } from './database.ts';
import { isRejection } from './failures.ts';
import {
  closeQuietly,
  fileIdentity,
  type Lock,
  lockFolder,
  makeFolder,
  openFile,
  setFileAside,
} from './files.ts';
import { LEVELS, stepOf } from './levels.ts';
import { readMeta, writeMeta } from './meta.ts';
import { expireSlice, fileBytes, type Limits, minuteHorizon, shrinkSlice, vacuumSlice } from './retention.ts';
import { packOldest } from './rollup-table.ts';
import { settle, settledUntil } from './settle.ts';

export interface StoreOptions extends Limits {
  readonly directory: string;
  /** The run that samples are numbered in; null begins a new one. */
  readonly run: number | null;
  /** Wall clock, epoch milliseconds. */
  readonly now: () => number;
}

/** Samples settled in one transaction: tens of milliseconds, also after a long backlog. */
const SETTLE_SAMPLES = 4000;
const HEARTBEAT_MS = 1000;
/** How often the old is looked for while nothing is known to be due. */
const EXPIRE_EVERY_MS = 60_000;
/** Blocks are packed when this much of the next one has passed, so that late samples seldom reopen them. */
const PACK_DELAY_MS = 300_000;

/** The one writer of a folder. Synchronous: it lives in the worker. */
export class Store {
  readonly #options: StoreOptions;
  #limits: Limits;
  #lock: Lock;
  #database: Database;
  /** Of the file that is open. */
  #identity: string | null;
  #run: number;
  #setAside: string | null;
  /** When a new file took the place of one that was taken away. */
  #begunAnewMs: number | null = null;
  #lastAlive: number | null;
  #heartbeat = 0;
  /** Everything sent before this is settled; an older sample that comes sets it back. */
  #settled = Number.NEGATIVE_INFINITY;
  #expireAt = 0;
  #dropped = 0;
  #closed = false;

  /** @throws HistoryError `in-use` or `newer-file`; SQLite's or the system's own error. */
  constructor(options: StoreOptions) {
    this.#options = options;
    this.#limits = options;
    makeFolder(options.directory);
    this.#lock = lockFolder(options.directory);
    try {
      const { database, setAside } = openFile(options.directory, options.now());
      this.#database = database;
      this.#setAside = setAside;
      this.#lastAlive = readMeta(database, 'alive');
      this.#run = options.run ?? (readMeta(database, 'run') ?? 0) + 1;
      writeMeta(database, 'run', this.#run);
      this.#identity = fileIdentity(options.directory);
    } catch (error) {
      this.#lock.release();
      throw error;
    }
  }

  get database(): Database {
    return this.#database;
  }
  get run(): number {
    return this.#run;
  }
  get setAside(): string | null {
    return this.#setAside;
  }
  get begunAnewMs(): number | null {
    return this.#begunAnewMs;
  }
  /** When the run before this one was last seen alive. */
  get lastAlive(): number | null {
    return this.#lastAlive;
  }
  /** Events that no row could be made of: they would have stopped all the others. */
  get dropped(): number {
    return this.#dropped;
  }
  get bytes(): number {
    return fileBytes(this.#database);
  }

  /**
   * All entries and the heartbeat in one transaction.
   * @throws HistoryError `missing` when the file was taken away; whatever else keeps all of it from being written.
   */
  commit(entries: readonly Entry[]): void {
    this.#demandFile();
    const now = this.#options.now();
    this.#database.transaction(() => {
      for (const entry of entries) this.#record(entry);
      writeMeta(this.#database, 'alive', now);
    });
    this.#heartbeat = now;
    for (const entry of entries) {
      if (entry.type === 'sample') this.#settled = Math.min(this.#settled, entry.sample.sentWallMs);
    }
  }

  #demandFile(): void {
    const { directory } = this.#options;
    if (fileIdentity(directory) === this.#identity) return;
    throw new HistoryError(
      'missing',
      `The history in ${directory} was taken away while it was being written; a new one is begun.`,
    );
  }

  /** An entry that violates a constraint is dropped and counted; a failing disk or file is thrown. */
  #record(entry: Entry): void {
    try {
      recordEntry(this.#database, this.#run, entry);
    } catch (error) {
      if (!isRejection(error)) throw error;
      this.#dropped += 1;
    }
  }

  /** Other limits, in force with the next slice of maintenance. */
  configure(limits: Limits): void {
    this.#limits = limits;
    this.#expireAt = 0;
  }

  /** One slice of the work that can wait. True: there is more of it now. */
  maintain(): boolean {
    const now = this.#options.now();
    if (Math.abs(now - this.#heartbeat) >= HEARTBEAT_MS) this.commit([]);
    return this.#settleSlice(now) || this.#packSlice(now) || this.#expireSlice(now);
  }

  #settleSlice(now: number): boolean {
    const until = settledUntil(now);
    if (until <= this.#settled) return false;
    const minuteHorizonMs = minuteHorizon(this.#limits, now);
    if (settle(this.#database, now, { samples: SETTLE_SAMPLES, minuteHorizonMs }) > 0) return true;
    this.#settled = until;
    return false;
  }

  #packSlice(now: number): boolean {
    return LEVELS.some((level) => packOldest(this.#database, level, stepOf(level, now - PACK_DELAY_MS)));
  }

  #expireSlice(now: number): boolean {
    if (now >= this.#expireAt - EXPIRE_EVERY_MS && now < this.#expireAt) return false;
    const limits = this.#limits;
    const more =
      expireSlice(this.#database, limits, now) ||
      shrinkSlice(this.#database, limits, now) ||
      vacuumSlice(this.#database);
    if (!more) this.#expireAt = now + EXPIRE_EVERY_MS;
    return more;
  }

  /** After SQLite found damage: the file goes aside and an empty one takes its place. */
  replaceDamaged(): void {
    closeQuietly(this.#database);
    const { directory, now } = this.#options;
    this.#setAside = setFileAside(directory, now());
    this.#reopen();
  }

  /** After the file was taken away: goes on with what lies in the folder now, or begins a new one there. */
  replaceMissing(): void {
    closeQuietly(this.#database);
    this.#lock.release();
    makeFolder(this.#options.directory);
    this.#lock = lockFolder(this.#options.directory);
    const isEmpty = fileIdentity(this.#options.directory) === null;
    this.#reopen();
    if (isEmpty) this.#begunAnewMs = this.#options.now();
  }

  #reopen(): void {
    const { directory, now } = this.#options;
    const { database, setAside } = openFile(directory, now());
    this.#database = database;
    this.#setAside = setAside ?? this.#setAside;
    writeMeta(database, 'run', this.#run);
    this.#identity = fileIdentity(directory);
    this.#settled = Number.NEGATIVE_INFINITY;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeQuietly(this.#database);
    this.#lock.release();
  }
}
