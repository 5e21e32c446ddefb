/** A window's share of the way up and down that the usual round trip follows: hours up, minutes down. */
const UP = 1.002;
const DOWN = 0.99;
/** Windows whose median makes the first estimate. */
const FIRST_WINDOWS = 6;

interface Baseline {
  readonly first: number[];
  usualMs: number | null;
}

/**
 * The usual round trip of each anchor on one network: follows the sign of each window's median, so that no single
 * window, however slow, moves it by more than a fixed share.
 */
export class LatencyBaselines {
  private readonly baselines = new Map<string, Baseline>();

  /** Null: not learned yet. */
  usualMs(path: string): number | null {
    return this.baselines.get(path)?.usualMs ?? null;
  }

  learn(path: string, medianMs: number): void {
    const baseline = this.baselines.get(path) ?? { first: [], usualMs: null };
    this.baselines.set(path, baseline);
    if (baseline.usualMs === null) {
      baseline.first.push(medianMs);
      if (baseline.first.length < FIRST_WINDOWS) return;
      baseline.first.sort((a, b) => a - b);
      baseline.usualMs = baseline.first[FIRST_WINDOWS / 2] ?? medianMs;
      baseline.first.length = 0;
      return;
    }
    const step = medianMs > baseline.usualMs ? UP : DOWN;
    const moved = baseline.usualMs * step;
    // Not past the median itself.
    baseline.usualMs = step === UP ? Math.min(moved, medianMs) : Math.max(moved, medianMs);
  }

  /** The present level is the usual one from now on. */
  forget(): void {
    this.baselines.clear();
  }
}
