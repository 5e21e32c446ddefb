import { monoMs } from '../../domain/model/units.ts';
import type { Instant } from '../../domain/outage/types.ts';
import type { Clock } from '../../monitor/types.ts';

/** A timer that is so late fired after a stall of this process. */
const STALLED_MS = 10;
/** Long enough for all that waits in the pipe to be read. */
const CATCH_UP_MS = 20;

/**
 * Wakes an engine when it wants to be woken, and tells it the time. After a stall the timer fires before the answers
 * that came meanwhile are read, and each answer is read before the others: at the true time an engine would give up
 * what waits in the pipe. So answers are told at a time no later than the one it waits for, and only then is it woken.
 */
export class Wake {
  readonly #clock: Clock;
  readonly #onWake: () => void;
  #atMono: number | null = null;
  #timer: { cancel(): void } | null = null;
  #toldMono = Number.NEGATIVE_INFINITY;
  #isCatchingUp = false;

  constructor(clock: Clock, onWake: () => void) {
    this.#clock = clock;
    this.#onWake = onWake;
  }

  /** Null: not at all. */
  at(atMono: number | null): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#atMono = atMono;
    if (atMono === null) return;
    this.#timer = this.#clock.setTimer(() => this.#due(atMono), atMono - this.#clock.now().monoMs);
  }

  now(): Instant {
    return this.#told(this.#clock.now());
  }

  nowBeforeWake(): Instant {
    const now = this.#clock.now();
    if (this.#atMono === null || now.monoMs <= this.#atMono) return this.#told(now);
    return this.#told({ ...now, monoMs: monoMs(this.#atMono) });
  }

  #due(atMono: number): void {
    this.#timer = null;
    const isLate = this.#clock.now().monoMs - atMono >= STALLED_MS;
    if (isLate && !this.#isCatchingUp) {
      this.#isCatchingUp = true;
      this.#timer = this.#clock.setTimer(() => this.#wake(), CATCH_UP_MS);
    } else this.#wake();
  }

  #wake(): void {
    this.#timer = null;
    this.#isCatchingUp = false;
    this.#onWake();
  }

  /** Never goes back. */
  #told(now: Instant): Instant {
    this.#toldMono = Math.max(this.#toldMono, now.monoMs);
    return { ...now, monoMs: monoMs(this.#toldMono) };
  }
}
