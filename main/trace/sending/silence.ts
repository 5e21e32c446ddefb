import type { Clock } from '../../monitor/types.ts';

/**
 * A helper that has not said by twice this many milliseconds after the deadline what became of a packet is gone or
 * hangs. In two halves, because after a stall of this process the first timer fires before the answers that wait in
 * the pipe are read.
 */
export const HALF_SILENCE_MS = 500;

/** Watches over the oldest packet in flight. */
export class Silence {
  readonly #clock: Clock;
  readonly #deadlineMs: number;
  readonly #onSilent: () => void;
  #oldestMs: number | null = null;
  #timer: { cancel(): void } | null = null;

  constructor(clock: Clock, timeoutMs: number, onSilent: () => void) {
    this.#clock = clock;
    this.#deadlineMs = timeoutMs + HALF_SILENCE_MS;
    this.#onSilent = onSilent;
  }

  /** `sentMs`: when the oldest packet in flight was sent, monotonic; null: there is none. */
  watch(sentMs: number | null): void {
    const isSame = sentMs === this.#oldestMs;
    this.#oldestMs = sentMs;
    if (isSame) return;
    this.#timer?.cancel();
    this.#timer = sentMs === null ? null : this.#after(sentMs + this.#deadlineMs, () => this.#half());
  }

  end(): void {
    this.watch(null);
  }

  #after(atMs: number, callback: () => void) {
    return this.#clock.setTimer(callback, atMs - this.#clock.now().monoMs);
  }

  #half(): void {
    this.#timer = this.#clock.setTimer(() => {
      this.#timer = null;
      this.#oldestMs = null;
      this.#onSilent();
    }, HALF_SILENCE_MS);
  }
}
