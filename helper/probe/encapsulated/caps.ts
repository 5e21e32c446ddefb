import type { Limits, Refusal } from '../limits.ts';
import { type Place, SlidingWindow } from './sliding-window.ts';

const refused = (most: number, what: string): Refusal => ({
  code: 'rate-limited',
  message: `at most ${most} packets in IP-in-IP in any second ${what}`,
});

/** The rates of packets in IP-in-IP, over all paths: closing one and opening it again begins no new second. */
export class Caps {
  readonly #perHop: number;
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #all: SlidingWindow;
  readonly #hops = new Map<string, SlidingWindow>();

  /** `now`: monotonic milliseconds. */
  constructor(
    limits: Pick<Limits, 'encapsulatedPerSecond' | 'encapsulatedPerHopPerSecond'>,
    now: () => number,
  ) {
    this.#perHop = limits.encapsulatedPerHopPerSecond;
    this.#perSecond = limits.encapsulatedPerSecond;
    this.#now = now;
    this.#all = new SlidingWindow(this.#perSecond, now);
  }

  /** Null: `take` may follow. */
  refusal(hop: string): Refusal | null {
    if (this.#all.isFull) return refused(this.#perSecond, 'all together');
    return this.#hops.get(hop)?.isFull === true ? refused(this.#perHop, 'to one hop') : null;
  }

  take(hop: string): Place {
    for (const [name, window] of this.#hops) if (window.isEmpty) this.#hops.delete(name);
    const window = this.#hops.get(hop) ?? new SlidingWindow(this.#perHop, this.#now);
    this.#hops.set(hop, window);
    const places = [this.#all.take(), window.take()];
    return {
      left: () => {
        for (const place of places) place.left();
      },
      giveBack: () => {
        for (const place of places) place.giveBack();
      },
    };
  }
}
