/** Beyond twice the longest round trip so far: routers take their time to make an error. */
const GRACE_MS = 100;
/** While nothing has answered at all. */
const UNKNOWN_MS = 1000;

/** How long an answer is waited for before the same flow is tried again; one that comes later still counts. */
export class Patience {
  readonly #limitMs: number;
  #longestMs: number | null = null;

  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  learn(rttMs: number): void {
    this.#longestMs = Math.max(rttMs, this.#longestMs ?? 0);
  }

  get ms(): number {
    return Math.min(this.#limitMs, this.#longestMs === null ? UNKNOWN_MS : 2 * this.#longestMs + GRACE_MS);
  }
}
