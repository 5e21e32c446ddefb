import { BLOCK_KEYS, BLOCK_MOST, BLOCK_MS, BLOCK_TABLES, blockKey } from './beta-binomial.ts';
import { DEAD_INDEX } from './grid.ts';

/** What became of the probes of one family to one hop, in blocks of those sent close together. */
export class Tally {
  sent = 0;
  answered = 0;
  readonly #blocks = new Int32Array(BLOCK_KEYS);
  /** Blocks that may still grow, by when they began. */
  readonly #open = new Map<number, { sent: number; answered: number }>();

  note(sentMs: number, isAnswered: boolean): void {
    this.sent += 1;
    if (isAnswered) this.answered += 1;
    const place = Math.floor(sentMs / BLOCK_MS);
    const block = this.#open.get(place) ?? { sent: 0, answered: 0 };
    if (block.sent > 0) this.#count(block, -1);
    if (block.sent === BLOCK_MOST) {
      this.#count(block, 1);
      block.sent = 0;
      block.answered = 0;
    }
    block.sent += 1;
    if (isAnswered) block.answered += 1;
    this.#count(block, 1);
    this.#open.set(place, block);
  }

  /** Adds its log likelihood to `sum`, over all survivals. */
  addTo(sum: Float64Array): void {
    for (let key = 0; key < BLOCK_KEYS; key += 1) {
      const count = this.#blocks[key] ?? 0;
      const table = BLOCK_TABLES[key];
      if (count === 0 || table === undefined) continue;
      for (let index = 0; index <= DEAD_INDEX; index += 1) {
        sum[index] = (sum[index] ?? 0) + count * (table[index] ?? 0);
      }
    }
  }

  #count(block: { readonly sent: number; readonly answered: number }, by: number): void {
    const key = blockKey(block.sent, block.answered);
    this.#blocks[key] = (this.#blocks[key] ?? 0) + by;
  }
}
