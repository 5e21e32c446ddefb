import { monoMs, wallMs } from '../../main/domain/model/units.ts';
import type { Instant } from '../../main/domain/outage/types.ts';
import type { Clock } from '../../main/monitor/types.ts';

interface FakeTimer {
  readonly callback: () => void;
  readonly dueMs: number;
  readonly order: number;
}

/** Time that passes only when told to. All figures in milliseconds. */
export class FakeClock implements Clock {
  #monoMs = 5_000;
  #wallMs = Date.UTC(2026, 0, 1);
  #bootMs: number | null = 100_000;
  #order = 0;
  #timers: FakeTimer[] = [];

  now(): Instant {
    return { monoMs: monoMs(this.#monoMs), wallMs: wallMs(this.#wallMs) };
  }

  bootMs(): number | null {
    return this.#bootMs;
  }

  setTimer(callback: () => void, delayMs: number): { cancel(): void } {
    this.#order += 1;
    const timer = { callback, dueMs: this.#monoMs + Math.max(0, delayMs), order: this.#order };
    this.#timers.push(timer);
    return {
      cancel: () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      },
    };
  }

  get pendingTimers(): number {
    return this.#timers.length;
  }

  /** Runs every timer that comes due on the way, each at its own time, in order. */
  advance(durationMs: number): void {
    const untilMs = this.#monoMs + durationMs;
    for (;;) {
      const next = this.#nextTimer();
      if (next === undefined || next.dueMs > untilMs) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#pass(Math.max(0, next.dueMs - this.#monoMs));
      next.callback();
    }
    this.#pass(Math.max(0, untilMs - this.#monoMs));
  }

  /** The process is held up: every clock goes on, no timer runs until the next `advance`. */
  stall(durationMs: number): void {
    this.#pass(durationMs);
  }

  /** The machine sleeps as Linux does it: the monotonic clock stands still. */
  sleep(durationMs: number): void {
    this.#wallMs += durationMs;
    if (this.#bootMs !== null) this.#bootMs += durationMs;
  }

  setWall(byMs: number): void {
    this.#wallMs += byMs;
  }

  withoutBoot(): this {
    this.#bootMs = null;
    return this;
  }

  #pass(durationMs: number): void {
    this.#monoMs += durationMs;
    this.#wallMs += durationMs;
    if (this.#bootMs !== null) this.#bootMs += durationMs;
  }

  #nextTimer(): FakeTimer | undefined {
    return [...this.#timers].sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
  }
}
