interface Acknowledgement {
  readonly seq: number;
  readonly atMs: number;
}

/** Which batches were acknowledged when, for as long as a server may still lose them. */
export class Acknowledged {
  readonly #keepMs: number;
  #list: Acknowledgement[] = [];
  /** The newest that is remembered no more. */
  #forgotten = 0;

  /** @param keepMs 0: none is remembered. */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** @param atMs of the monotonic clock. */
  add(seq: number, atMs: number): void {
    this.#list.push({ seq, atMs });
  }

  clear(): void {
    this.#list = [];
    this.#forgotten = 0;
  }

  /** The number before the first that was acknowledged then or later; null: none was. */
  before(sinceMs: number): number | null {
    const first = this.#list.findIndex(({ atMs }) => atMs >= sinceMs);
    return first === -1 ? null : (this.#list[first - 1]?.seq ?? this.#forgotten);
  }

  /**
   * Forgets those that are older than a server may lose, by the last of them, not by now: it may be away for hours
   * after it lost them. @returns the number up to which they are forgotten; null: none was.
   */
  forget(): number | null {
    const oldestMs = (this.#list.at(-1)?.atMs ?? 0) - this.#keepMs;
    const kept = this.#list.findIndex(({ atMs }) => this.#keepMs > 0 && atMs >= oldestMs);
    const gone = kept === -1 ? this.#list : this.#list.slice(0, kept);
    const last = gone.at(-1);
    if (last === undefined) return null;
    this.#list = this.#list.slice(gone.length);
    this.#forgotten = last.seq;
    return last.seq;
  }
}
