/** A window's share of the way up and down that the usual round trip follows: hours up, minutes down. */
const UP = 1.002;
const DOWN = 0.99;
/** Windows whose median makes the first estimate. */
const FIRST_WINDOWS = 6;
/** The spread before anything is known, and the windows (an hour of them) it is averaged over. */
const FIRST_SPREAD = 0.1;
const SPREAD_WINDOWS = 360;
/** A single window adds no more than this to the spread. */
const SPREAD_CAP = 1;

/** What is usual for one anchor. */
export interface UsualLatency {
  readonly usualMs: number;
  /** Mean distance of a window's median from the usual one, as a natural logarithm of their ratio. */
  readonly spread: number;
}

interface Baseline extends UsualLatency {
  readonly windows: number;
}

/**
 * The usual round trip of each anchor on one network: follows the sign of each window's median, so that no single
 * window, however slow, moves it by more than a fixed share. How far windows usually stray is learned with it: on a
 * radio link a doubled median may be nothing.
 */
export class LatencyBaselines {
  private readonly firsts = new Map<string, number[]>();
  private readonly baselines = new Map<string, Baseline>();

  /** Null: not learned yet. */
  usual(path: string): UsualLatency | null {
    return this.baselines.get(path) ?? null;
  }

  learn(path: string, medianMs: number): void {
    const baseline = this.baselines.get(path);
    if (baseline === undefined) {
      this.begin(path, medianMs);
      return;
    }
    const { usualMs, spread } = baseline;
    // Not past the median itself.
    const moved = medianMs > usualMs ? Math.min(usualMs * UP, medianMs) : Math.max(usualMs * DOWN, medianMs);
    const strayed = Math.min(
      SPREAD_CAP,
      Math.abs(Math.log(Math.max(medianMs, 0.01) / Math.max(usualMs, 0.01))),
    );
    const windows = Math.min(baseline.windows + 1, SPREAD_WINDOWS);
    this.baselines.set(path, { usualMs: moved, spread: spread + (strayed - spread) / windows, windows });
  }

  /** The present level is the usual one from now on. */
  forget(): void {
    this.firsts.clear();
    this.baselines.clear();
  }

  private begin(path: string, medianMs: number): void {
    const medians = [...(this.firsts.get(path) ?? []), medianMs].sort((a, b) => a - b);
    this.firsts.set(path, medians);
    if (medians.length < FIRST_WINDOWS) return;
    this.firsts.delete(path);
    const usualMs = medians[FIRST_WINDOWS / 2] ?? medianMs;
    this.baselines.set(path, { usualMs, spread: FIRST_SPREAD, windows: FIRST_WINDOWS });
  }
}
