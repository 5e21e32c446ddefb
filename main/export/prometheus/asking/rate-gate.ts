import type { Clock } from '../clock.ts';

/** A scraper asks once in some seconds. */
export const MOST_A_SECOND = 20;

/** Lets so many through a second, so that a flood of requests takes nothing from the probes. */
export class RateGate {
  readonly #clock: Clock;
  #second = Number.NEGATIVE_INFINITY;
  #passed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  passes(): boolean {
    const second = Math.floor(this.#clock.now().monoMs / 1000);
    if (second !== this.#second) this.#passed = 0;
    this.#second = second;
    this.#passed += 1;
    return this.#passed <= MOST_A_SECOND;
  }
}
