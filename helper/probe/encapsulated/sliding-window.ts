const SECOND_MS = 1000;

/** The right to send one packet, from the moment it is asked for. The first call decides. */
export interface Place {
  /** Right after the packet has left. */
  left(): void;
  /** It will not leave any more. */
  giveBack(): void;
}

/**
 * At most so many packets in any second, wherever that begins: no burst on top, as a token bucket has. A place that
 * was given but not used yet counts as if its packet left now. So packets that had to wait for the kernel, and then
 * leave together, are no more than that either.
 */
export class SlidingWindow {
  readonly #most: number;
  readonly #now: () => number;
  /** When packets left, oldest first. */
  readonly #leftAtMs: number[] = [];
  #given = 0;

  /** `now`: monotonic milliseconds. */
  constructor(most: number, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  get isFull(): boolean {
    return this.#count() >= this.#most;
  }

  get isEmpty(): boolean {
    return this.#count() === 0;
  }

  /** Expects that it is not full. */
  take(): Place {
    this.#given += 1;
    let isUsed = false;
    const use = (): boolean => {
      if (isUsed) return false;
      isUsed = true;
      this.#given -= 1;
      return true;
    };
    return {
      left: () => {
        if (use()) this.#leftAtMs.push(this.#now());
      },
      giveBack: () => void use(),
    };
  }

  #count(): number {
    const since = this.#now() - SECOND_MS;
    while ((this.#leftAtMs[0] ?? Number.POSITIVE_INFINITY) <= since) this.#leftAtMs.shift();
    return this.#given + this.#leftAtMs.length;
  }
}
