import { Acknowledged } from './acknowledged.ts';
import { type QueueError, toQueueError } from './failures.ts';
import { Journal } from './journal.ts';
import { type OpenedQueue, openQueueFile } from './open-queue-file.ts';
import type { Intake, KeptBatch, QueueFile, QueueStart } from './queue-file.ts';
import { setAside } from './queue-place.ts';

/** Of batches that can't be written to disk, or need not be. */
export const MEMORY_BYTES = 8_000_000;

/** What a batch takes in the file beside its content. */
const ROW_BYTES = 64;

/** How long a file that can't be opened is left alone; doubled with each try. */
const REOPEN_MS = { first: 1000, most: 30_000 } as const;

export interface QueueOptions {
  /** Null: kept in memory alone. */
  readonly path: string | null;
  readonly maxBytes: number;
  readonly memoryBytes?: number;
  readonly wallMs: () => number;
  readonly monoMs: () => number;
  /** Acknowledged batches are kept for so long, to be sent again; 0: not at all. */
  readonly keepMs: number;
}

/** Its number is another one once a file is opened that older ones lie in. */
type HeldBatch = { -readonly [Name in keyof KeptBatch]: KeptBatch[Name] };

export type NewBatch = Pick<KeptBatch, 'points' | 'payload'>;

/** Of what an earlier run had not made batches of. */
export type ToBatches = (journal: readonly Uint8Array[]) => readonly NewBatch[];

export interface QueuedBatch {
  readonly batch: KeptBatch;
  /** It was acknowledged once, by a server that may have lost it since. */
  readonly isAgain: boolean;
}

/**
 * Batches in order, on disk; in memory while the disk takes none. Whatever the disk does: `commit` and `next` never
 * throw, `failure` says what is wrong, and what is given up is counted.
 */
export class Queue {
  readonly #options: QueueOptions;
  #file: QueueFile | null = null;
  #failure: QueueError | null = null;
  #setAside: string | null = null;
  #reopenAtMs = 0;
  #reopenMs = 0;
  /** Not on disk yet; oldest first, all newer than what is there. */
  #unsaved: HeldBatch[] = [];
  /** Delivered before older ones were. */
  #removed: number[] = [];
  readonly #journal = new Journal();
  #intake: Intake | null = null;
  #lastSeq = 0;
  #doneThrough = 0;
  #purgeThrough = 0;
  /** The next batch is the first one after it; behind `doneThrough` while batches are sent again. */
  #cursor = 0;
  #acknowledged: Acknowledged;
  #bytes = 0;
  #points = 0;
  #dropped = 0;
  #isDirty = false;
  /** Counts the files: what `next` gave out of one that is gone is not looked for in another. */
  #generation = 0;
  readonly #generations = new WeakMap<KeptBatch, number>();

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#acknowledged = new Acknowledged(options.keepMs);
  }

  /** Figures that wait to be delivered for the first time. */
  get points(): number {
    return this.#points;
  }
  get bytes(): number {
    return this.#bytes;
  }
  /** Figures given up so far, for want of room or with a damaged file. */
  get dropped(): number {
    return this.#dropped;
  }
  get failure(): QueueError | null {
    return this.#failure;
  }
  /** There is more than the bounds allow. */
  get isOverfull(): boolean {
    return this.#bytes > this.#options.maxBytes || this.#unsavedBytes > this.#memoryBytes;
  }
  /** Of late the oldest has made room for the newest. */
  get isOverflowing(): boolean {
    const bound = this.#file === null ? this.#memoryBytes : this.#options.maxBytes;
    return this.#dropped > 0 && this.#bytes > bound * 0.9;
  }
  get #memoryBytes(): number {
    return Math.min(this.#options.memoryBytes ?? MEMORY_BYTES, this.#options.maxBytes);
  }
  get #unsavedBytes(): number {
    return this.#unsaved.reduce((sum, { payload }) => sum + payload.length + ROW_BYTES, 0);
  }
  /** Where a damaged file went. */
  get setAside(): string | null {
    return this.#setAside;
  }

  /**
   * Opens the file where it is not open and it is time to try. `toBatch` makes one of what an earlier run had not
   * made a batch of. @returns how far the events of which session lie in it; null: nothing is known of that.
   */
  open(toBatch: ToBatches): Intake | null {
    const { path, wallMs, monoMs } = this.#options;
    if (path === null || this.#file !== null || monoMs() < this.#reopenAtMs) return null;
    try {
      const opened = openQueueFile(path, wallMs());
      this.#setAside = opened.aside ?? this.#setAside;
      return this.#begin(opened, toBatch);
    } catch (error) {
      this.#fail(toQueueError(error));
      return null;
    }
  }

  #begin({ file, start, extent }: OpenedQueue, toBatch: ToBatches): Intake | null {
    this.#file = file;
    this.#failure = null;
    this.#reopenMs = 0;
    this.#points += extent.points;
    this.#bytes += extent.bytes + extent.batches * ROW_BYTES;
    this.#journal.replace(start.journal);
    this.#renumber(start, toBatch(start.journal.map(({ payload }) => payload)));
    this.#isDirty = true;
    return start.intake;
  }

  /** What came before the file could be opened is newer than all that lies in it. */
  #renumber({ lastSeq, doneThrough }: QueueStart, left: readonly NewBatch[]): void {
    const held = this.#unsaved.filter(({ seq }) => seq > this.#doneThrough);
    this.#unsaved = [];
    this.#generation += 1;
    this.#lastSeq = lastSeq;
    this.#doneThrough = doneThrough;
    this.#cursor = doneThrough;
    this.#purgeThrough = 0;
    this.#acknowledged.clear();
    this.#acknowledge(doneThrough);
    for (const one of left) this.put(one);
    for (const batch of held) {
      this.#lastSeq += 1;
      batch.seq = this.#lastSeq;
      this.#hold(batch);
    }
  }

  put({ points, payload }: NewBatch): void {
    this.#lastSeq += 1;
    this.#hold({ seq: this.#lastSeq, points, payload });
    this.#points += points;
    this.#bytes += payload.length + ROW_BYTES;
    this.#isDirty = true;
  }

  #hold(batch: HeldBatch): void {
    this.#unsaved.push(batch);
    this.#generations.set(batch, this.#generation);
  }

  /** @returns the number by which it is taken back. */
  journal(payload: Uint8Array): number {
    this.#isDirty = true;
    return this.#journal.add(payload);
  }

  unjournal(id: number): void {
    this.#journal.remove(id);
    this.#isDirty = true;
  }

  /** How far the events of a session were taken, written together with what came of them. */
  took(intake: Intake): void {
    this.#intake = intake;
    this.#isDirty = true;
  }

  /** Writes what is not written yet. */
  commit(): void {
    this.#forgetAcknowledged();
    const file = this.#file;
    if (file === null || !this.#isDirty) return;
    const change = {
      ...this.#journal.change,
      batches: this.#unsaved,
      removed: this.#removed,
      doneThrough: this.#doneThrough,
      purgeThrough: this.#purgeThrough,
      intake: this.#intake,
    };
    this.#onDisk(() => {
      file.write(change);
      this.#written();
    }, undefined);
  }

  #written(): void {
    this.#journal.written();
    this.#unsaved = [];
    this.#removed = [];
    this.#isDirty = false;
    this.#failure = null;
  }

  /** The next batch to send; null: none, or it can't be read now. */
  next(): QueuedBatch | null {
    const batch = this.#firstAfter(this.#cursor);
    return batch === null ? null : { batch, isAgain: batch.seq <= this.#doneThrough };
  }

  #firstAfter(after: number): KeptBatch | null {
    const file = this.#file;
    const saved = file === null ? null : this.#onDisk(() => file.after(after), null);
    if (saved === null) return this.#unsaved.find(({ seq }) => seq > after) ?? null;
    if (this.#removed.includes(saved.seq)) return this.#firstAfter(saved.seq);
    this.#generations.set(saved, this.#generation);
    return saved;
  }

  /** That batch is delivered, or was given up bit by bit. It is one that `next` gave out. */
  done(batch: KeptBatch): void {
    const { seq, points, payload } = batch;
    // It was given up together with the file that it lay in.
    if (this.#generations.get(batch) !== this.#generation) return;
    if (seq <= this.#doneThrough) {
      this.#cursor = Math.max(this.#cursor, seq);
      return;
    }
    this.#points -= points;
    this.#bytes -= payload.length + ROW_BYTES;
    this.#isDirty = true;
    if (this.#isFirst(seq)) {
      this.#doneThrough = seq;
      this.#cursor = seq;
      this.#acknowledge(seq);
    } else {
      this.#removed.push(seq);
      this.#unsaved = this.#unsaved.filter((other) => other !== batch);
    }
  }

  /** Not so when the file was opened only while the batch was on its way. */
  #isFirst(seq: number): boolean {
    const file = this.#file;
    const oldest = file === null ? null : this.#onDisk(() => file.sizeAfter(this.#doneThrough), null);
    return oldest === null || oldest.seq >= seq;
  }

  #acknowledge(seq: number): void {
    this.#acknowledged.add(seq, this.#options.monoMs());
    this.#forgetAcknowledged();
  }

  /** Goes back to the first batch that was acknowledged at that time of the monotonic clock or later. */
  again(sinceMs: number): void {
    const before = this.#acknowledged.before(sinceMs);
    if (before !== null) this.#cursor = Math.max(Math.min(this.#cursor, before), this.#purgeThrough);
  }

  /** Keeps within the bounds. Not while a batch is on its way: it may be the oldest. */
  trim(): void {
    const { maxBytes } = this.#options;
    const file = this.#file;
    while (file !== null && this.#bytes > maxBytes) {
      const oldest = this.#onDisk(() => file.sizeAfter(this.#doneThrough), null);
      if (oldest === null) break;
      this.#giveUp(oldest);
    }
    let held = this.#unsavedBytes;
    // Of what lies in memory alone the oldest goes, whatever waits on a disk that takes nothing.
    while (held > this.#memoryBytes) {
      const oldest = this.#unsaved.shift();
      if (oldest === undefined) break;
      held -= oldest.payload.length + ROW_BYTES;
      if (oldest.seq > this.#doneThrough) this.#countDropped(oldest.points, oldest.payload.length);
    }
  }

  #giveUp({ seq, points, bytes }: { seq: number; points: number; bytes: number }): void {
    this.#doneThrough = seq;
    this.#purgeThrough = seq;
    this.#cursor = Math.max(this.#cursor, seq);
    this.#acknowledged.clear();
    this.#countDropped(points, bytes);
    this.#isDirty = true;
  }

  #countDropped(points: number, bytes: number): void {
    this.#dropped += points;
    this.#points -= points;
    this.#bytes -= bytes + ROW_BYTES;
  }

  close(): void {
    this.commit();
    this.#file?.close();
    this.#file = null;
  }

  #forgetAcknowledged(): void {
    const through = this.#acknowledged.forget();
    if (through === null) return;
    // What is just being sent again stays until it has been.
    this.#purgeThrough = Math.max(this.#purgeThrough, Math.min(through, this.#cursor));
    this.#unsaved = this.#unsaved.filter(({ seq }) => seq > this.#purgeThrough);
    this.#isDirty = true;
  }

  #onDisk<T>(work: () => T, otherwise: T): T {
    try {
      return work();
    } catch (error) {
      this.#fail(toQueueError(error));
      return otherwise;
    }
  }

  /** A file that is damaged or gone makes room for a new one at once; the others are tried again as they are. */
  #fail(error: QueueError): void {
    const { monoMs } = this.#options;
    this.#failure = error;
    if (this.#file !== null) {
      if (error.code === 'damaged' || error.code === 'missing') this.#abandon(error);
      return;
    }
    this.#reopenMs = Math.min(REOPEN_MS.most, this.#reopenMs === 0 ? REOPEN_MS.first : this.#reopenMs * 2);
    this.#reopenAtMs = monoMs() + this.#reopenMs;
  }

  #abandon({ code }: QueueError): void {
    const { path, wallMs } = this.#options;
    const file = this.#file;
    if (file === null || path === null) return;
    file.close();
    this.#file = null;
    this.#forgetSaved();
    try {
      if (code === 'damaged') this.#setAside = setAside(path, wallMs());
    } catch {
      // Then opening finds the damage again, and sets it aside later.
    }
    this.#reopenMs = 0;
    this.#reopenAtMs = 0;
  }

  /** What lay in the file is lost; what is in memory goes into the next one under numbers of its own. */
  #forgetSaved(): void {
    this.#generation += 1;
    const unsaved = this.#unsaved.filter(({ seq }) => seq > this.#doneThrough);
    for (const batch of unsaved) this.#generations.set(batch, this.#generation);
    const points = unsaved.reduce((sum, batch) => sum + batch.points, 0);
    this.#dropped += this.#points - points;
    this.#points = points;
    this.#bytes = unsaved.reduce((sum, { payload }) => sum + payload.length + ROW_BYTES, 0);
    this.#unsaved = unsaved;
    this.#acknowledged.clear();
    this.#purgeThrough = this.#doneThrough;
    this.#cursor = this.#doneThrough;
    this.#removed = [];
    this.#journal.startAnew();
    this.#isDirty = true;
  }
}
