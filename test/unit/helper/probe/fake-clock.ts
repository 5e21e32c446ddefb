import type { Clock } from '../../../../helper/probe/clock.ts';

/** Time that moves only when told. */
export class FakeClock implements Clock {
  #nowMs = 1_000_000;
  #timers: { dueMs: number; callback: () => void }[] = [];
  /** The next timer fires this much before it is due, as Node's may. */
  earlyMs = 0;

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: this.#nowMs + delayMs, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  get timers(): number {
    return this.#timers.length;
  }

  advance(ms: number): void {
    const untilMs = this.#nowMs + ms;
    for (;;) {
      const [next] = this.#timers.toSorted((a, b) => a.dueMs - b.dueMs);
      if (next === undefined || next.dueMs - this.earlyMs > untilMs) break;
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs - this.earlyMs);
      this.earlyMs = 0;
      next.callback();
    }
    this.#nowMs = untilMs;
  }
}
