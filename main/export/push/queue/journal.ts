import type { JournalRow, QueueChange } from './queue-file.ts';

/** Rows of the journal: which of them the file has, and which it should have. */
export class Journal {
  #lastId = 0;
  #unwritten = new Map<number, JournalRow>();
  #unremoved: number[] = [];
  /** On disk already, for a new file. */
  readonly #written = new Map<number, JournalRow>();

  /** What the file is to be told. */
  get change(): Pick<QueueChange, 'journaled' | 'unjournaled'> {
    return { journaled: [...this.#unwritten.values()], unjournaled: this.#unremoved };
  }

  /** @returns the number by which it is taken back. */
  add(payload: Uint8Array): number {
    this.#lastId += 1;
    const id = this.#lastId;
    this.#unwritten.set(id, { id, payload });
    return id;
  }

  remove(id: number): void {
    if (!this.#unwritten.delete(id)) this.#unremoved.push(id);
    this.#written.delete(id);
  }

  /** The file was told of all of it. */
  written(): void {
    for (const [id, row] of this.#unwritten) this.#written.set(id, row);
    this.#unwritten.clear();
    this.#unremoved = [];
  }

  /** A file was opened with those rows, of which batches are made now. */
  replace(left: readonly JournalRow[]): void {
    this.#unremoved = left.map(({ id }) => id);
  }

  /** The file is gone: another is told everything. */
  startAnew(): void {
    this.#unremoved = [];
    for (const [id, row] of this.#written) this.#unwritten.set(id, row);
    this.#written.clear();
  }
}
