import type { RoundTrips } from '../../model/trace.ts';
import { Sketch } from '../../statistics/sketch.ts';
import { nearestRank } from '../../statistics/summary.ts';

/** So many are kept as they are: the sketch's 1 % would show in a handful of them. */
const KEPT = 64;

/**
 * Round trips as they come, in constant memory: exact but for p95, which is within 1 % from the 65th on.
 * The deviation is the population's, by Welford's recurrence.
 */
export class RoundTripLedger {
  readonly #sketch = new Sketch();
  readonly #first: number[] = [];
  #count = 0;
  #last = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = 0;
  #mean = 0;
  #squares = 0;
  #steps = 0;

  /** `rttMs` finite and not negative. */
  add(rttMs: number): void {
    if (this.#count > 0) this.#steps += Math.abs(rttMs - this.#last);
    this.#count += 1;
    const offset = rttMs - this.#mean;
    this.#mean += offset / this.#count;
    this.#squares += offset * (rttMs - this.#mean);
    this.#last = rttMs;
    this.#min = Math.min(this.#min, rttMs);
    this.#max = Math.max(this.#max, rttMs);
    this.#sketch.add(rttMs);
    if (this.#first.length < KEPT) this.#first.push(rttMs);
  }

  /** Null when nothing was added. */
  figures(): RoundTrips | null {
    if (this.#count === 0) return null;
    return {
      last: this.#last,
      min: this.#min,
      mean: Math.min(this.#max, Math.max(this.#min, this.#mean)),
      p95: this.#p95(),
      max: this.#max,
      stddev: Math.sqrt(Math.max(0, this.#squares) / this.#count),
      jitter: this.#count < 2 ? 0 : this.#steps / (this.#count - 1),
    };
  }

  #p95(): number {
    if (this.#count <= KEPT) {
      return nearestRank(
        this.#first.toSorted((a, b) => a - b),
        0.95,
      );
    }
    // The middle of a sketch's bucket may lie outside of what was measured.
    return Math.min(this.#max, Math.max(this.#min, this.#sketch.quantile(0.95) ?? this.#max));
  }
}
