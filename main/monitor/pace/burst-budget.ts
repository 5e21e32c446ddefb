/** Milliseconds that bursts may take together before a rest, and the rest. */
export const BURST_MAX_MS = 60_000;
export const BURST_REST_MS = 60_000;

/**
 * Bursts are bounded here too, whoever asks for them: home routers take fast pings for a flood. Bursts less than
 * a rest apart share one budget of 60 s.
 */
export class BurstBudget {
  #usedMs = 0;
  #startedMs: number | null = null;
  #endedMs = Number.NEGATIVE_INFINITY;

  /** Until when a burst asked for now, or prolonged, may go on; not after `nowMs`: not at all. */
  grant(nowMs: number, wantedUntilMs: number): number {
    if (this.#startedMs === null) {
      if (nowMs - this.#endedMs >= BURST_REST_MS) this.#usedMs = 0;
      if (this.#usedMs >= BURST_MAX_MS) return nowMs;
      this.#startedMs = nowMs;
    }
    return Math.min(wantedUntilMs, this.#startedMs + BURST_MAX_MS - this.#usedMs);
  }

  end(nowMs: number): void {
    if (this.#startedMs === null) return;
    this.#usedMs += nowMs - this.#startedMs;
    this.#startedMs = null;
    this.#endedMs = nowMs;
  }
}
