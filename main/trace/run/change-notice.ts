import type { Clock } from '../../monitor/types.ts';

const APART_MS = 100;

/** Tells listeners that something has changed, ten times a second at most. */
export class ChangeNotice<Value> {
  readonly #clock: Clock;
  readonly #value: () => Value;
  readonly #listeners = new Set<(value: Value) => void>();
  #lastMs = Number.NEGATIVE_INFINITY;
  #timer: { cancel(): void } | null = null;

  constructor(clock: Clock, value: () => Value) {
    this.#clock = clock;
    this.#value = value;
  }

  listen(listener: (value: Value) => void): () => void {
    // One that listens twice is told twice.
    const own = (value: Value): void => listener(value);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
      if (this.#listeners.size === 0) this.#cancel();
    };
  }

  soon(): void {
    if (this.#timer !== null || this.#listeners.size === 0) return;
    const delayMs = Math.max(0, this.#lastMs + APART_MS - this.#clock.now().monoMs);
    this.#timer = this.#clock.setTimer(() => this.#tell(), delayMs);
  }

  /** At once, and for the last time. */
  last(): void {
    this.#tell();
    this.#listeners.clear();
  }

  #tell(): void {
    this.#cancel();
    this.#lastMs = this.#clock.now().monoMs;
    if (this.#listeners.size === 0) return;
    const value = this.#value();
    for (const listener of [...this.#listeners]) {
      try {
        listener(value);
      } catch (error) {
        // A listener's mistake is nobody's here: it must neither end the trace nor go unseen.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #cancel(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
