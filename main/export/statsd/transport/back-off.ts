/** Waits that double, each shortened by up to half at random so that a fleet does not come back all at once. */
export class BackOff {
  readonly #firstMs: number;
  readonly #longestMs: number;
  readonly #random: () => number;
  #nextMs: number;

  /** `random` gives [0, 1). */
  constructor(firstMs: number, longestMs: number, random: () => number = Math.random) {
    this.#firstMs = firstMs;
    this.#longestMs = longestMs;
    this.#random = random;
    this.#nextMs = firstMs;
  }

  next(): number {
    const waitMs = this.#nextMs;
    this.#nextMs = Math.min(this.#longestMs, waitMs * 2);
    return waitMs * (1 - this.#random() / 2);
  }

  reset(): void {
    this.#nextMs = this.#firstMs;
  }
}
