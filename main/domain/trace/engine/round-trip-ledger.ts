import type { RoundTrips } from '../../model/trace.ts';
import { Sketch } from '../../statistics/sketch.ts';

/**
 * Round trips as they come, in constant memory: exact but for p95, which is within 1 %.
 * The deviation is the population's, by Welford's recurrence.
 */
export class RoundTripLedger {
  readonly #sketch = new Sketch();
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
  }

  /** Null when nothing was added. */
  figures(): RoundTrips | null {
    if (this.#count === 0) return null;
    // The middle of a sketch's bucket may lie outside of what was measured.
    const p95 = Math.min(this.#max, Math.max(this.#min, this.#sketch.quantile(0.95) ?? this.#max));
    return {
      last: this.#last,
      min: this.#min,
      mean: Math.min(this.#max, Math.max(this.#min, this.#mean)),
      p95,
      max: this.#max,
      stddev: Math.sqrt(Math.max(0, this.#squares) / this.#count),
      jitter: this.#count < 2 ? 0 : this.#steps / (this.#count - 1),
    };
  }
}
