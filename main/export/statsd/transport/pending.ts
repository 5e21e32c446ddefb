export interface Chunk {
  readonly bytes: Buffer;
  readonly figures: number;
}

/** What may wait until a socket is open; StatsD knows no times, so what waited long would be told as of now. */
export const PENDING_BYTES = 64 * 1024;

/** Chunks that wait for a socket to open: bounded, what does not fit is refused. */
export class Pending {
  #chunks: Chunk[] = [];
  #bytes = 0;

  /** False: full. */
  add(chunk: Chunk): boolean {
    if (this.#bytes + chunk.bytes.length > PENDING_BYTES) return false;
    this.#chunks.push(chunk);
    this.#bytes += chunk.bytes.length;
    return true;
  }

  takeAll(): readonly Chunk[] {
    const all = this.#chunks;
    this.#chunks = [];
    this.#bytes = 0;
    return all;
  }
}
