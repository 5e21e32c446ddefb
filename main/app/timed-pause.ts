import type { Pause } from '../contract/app-state.ts';
import { wallMs } from '../domain/model/units.ts';
import type { Instant } from '../domain/outage/types.ts';

/**
 * A pause that ends by itself. Both clocks count: the wall clock goes on while the machine sleeps, and the
 * monotonic one ends a pause in time although the clock was set back meanwhile.
 */
export class TimedPause {
  #pause: (Pause & { readonly untilMonoMs: number }) | null = null;

  get current(): Pause | null {
    return this.#pause === null ? null : { untilMs: this.#pause.untilMs };
  }

  /** `forMs` null: until it is ended. A pause in force is replaced. */
  begin(at: Instant, forMs: number | null): void {
    this.#pause = {
      untilMs: forMs === null ? null : wallMs(at.wallMs + forMs),
      untilMonoMs: forMs === null ? Number.POSITIVE_INFINITY : at.monoMs + forMs,
    };
  }

  end(): void {
    this.#pause = null;
  }

  isOver(at: Instant): boolean {
    if (this.#pause === null) return false;
    const { untilMs, untilMonoMs } = this.#pause;
    return at.monoMs >= untilMonoMs || (untilMs !== null && at.wallMs >= untilMs);
  }
}
