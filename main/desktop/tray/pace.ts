import type { Timers } from './presence.ts';

export interface PaceOptions<T> {
  readonly timers: Timers;
  readonly intervalMs: number;
  readonly isSame: (one: T, other: T) => boolean;
  readonly apply: (value: T) => void;
}

/** Passes on what has changed, the newest only and no more often than the interval allows. The first goes at once. */
export class Pace<T> {
  readonly #options: PaceOptions<T>;
  #applied: { readonly value: T } | null = null;
  #waiting: { readonly value: T } | null = null;
  #timer: { cancel(): void } | null = null;

  constructor(options: PaceOptions<T>) {
    this.#options = options;
  }

  take(value: T): void {
    const { isSame } = this.#options;
    const same = this.#applied !== null && isSame(this.#applied.value, value);
    this.#waiting = same ? null : { value };
    if (this.#timer === null) this.#pass();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#waiting = null;
  }

  #pass(): void {
    const next = this.#waiting;
    if (next === null) return;
    this.#waiting = null;
    this.#applied = next;
    this.#timer = this.#options.timers.setTimer(() => {
      this.#timer = null;
      this.#pass();
    }, this.#options.intervalMs);
    this.#options.apply(next.value);
  }
}
