import type { Random } from '../../unit/outage/simulator/random.ts';

/** Whether a packet that passes at a moment is lost; moments may be asked in any order. */
export interface LossProcess {
  lost(atMs: number): boolean;
}

export const independentLosses = (share: number, random: Random): LossProcess => ({
  lost: () => random.next() < share,
});

/**
 * Gilbert and Elliott: a bad state of `badMs` on average in which `badLoss` is lost, and a good one in which nothing
 * is, so that `share` is lost in all.
 */
export class BurstLosses implements LossProcess {
  readonly #random: Random;
  readonly #badLoss: number;
  readonly #badMs: number;
  readonly #goodMs: number;
  /** Ends of the states, good ones first. */
  readonly #ends: number[] = [];

  constructor(share: number, badMs: number, badLoss: number, random: Random) {
    this.#random = random;
    this.#badLoss = Math.max(badLoss, share);
    const badShare = share / this.#badLoss;
    this.#badMs = badMs;
    this.#goodMs = badShare >= 1 ? 0 : (badMs * (1 - badShare)) / badShare;
    // The line is found in the middle of what it does.
    const startsBad = random.next() < badShare;
    this.#ends.push(startsBad ? 0 : random.exponential(this.#goodMs));
  }

  lost(atMs: number): boolean {
    while ((this.#ends.at(-1) ?? 0) <= atMs) {
      const isGood = this.#ends.length % 2 === 0;
      const lasts = this.#random.exponential(isGood ? this.#goodMs : this.#badMs);
      this.#ends.push((this.#ends.at(-1) ?? 0) + lasts);
    }
    let state = this.#ends.length - 1;
    while (state > 0 && (this.#ends[state - 1] ?? 0) > atMs) state -= 1;
    return state % 2 === 1 && this.#random.next() < this.#badLoss;
  }
}
