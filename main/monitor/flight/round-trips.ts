/** Buckets of a round trip, each 10 % wider than the one before: 0.1 ms to 10 s. */
const LOWEST_MS = 0.1;
const GROWTH = Math.log(1.1);
const BUCKETS = Math.ceil(Math.log(10_000 / LOWEST_MS) / GROWTH) + 1;
/** Halving at this count forgets the oldest; about an hour at one a second. */
const HALVE_AT = 4096;
/** Fewer than these say nothing about what is usual. */
export const ENOUGH = 5;

const DEADLINE_MIN_MS = 1_000;
/** Half of the time a probe is waited for at all: a loss must be told before it is final. */
const DEADLINE_MAX_MS = 5_000;

const bucketOf = (rttMs: number): number =>
  Math.min(BUCKETS - 1, Math.max(0, Math.floor(Math.log(rttMs / LOWEST_MS) / GROWTH) + 1));
const upperEdgeMs = (bucket: number): number => LOWEST_MS * Math.exp(bucket * GROWTH);

/** What round trips one anchor usually has, to within 10 %, in half a kilobyte. */
export class RoundTrips {
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;

  record(rttMs: number): void {
    const bucket = bucketOf(rttMs);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total += 1;
    if (this.#total < HALVE_AT) return;
    for (let index = 0; index < BUCKETS; index += 1) {
      this.#counts[index] = (this.#counts[index] ?? 0) >> 1;
    }
    this.#total = this.#counts.reduce((sum, count) => sum + count, 0);
  }

  /** The tenth percentile: what the path takes when nothing is in the way; null until enough are known. */
  get usualMs(): number | null {
    return this.#total < ENOUGH ? null : this.#atRank(Math.ceil(this.#total / 10));
  }

  /**
   * max(1 s, 4 x p99.9), not above 5 s. Below 1,000 round trips the percentile would be the slowest ever seen:
   * the single slowest is left out instead, so that one straggler does not stretch the deadline.
   */
  deadlineMs(untilKnownMs: number): number {
    if (this.#total < ENOUGH) return Math.min(DEADLINE_MAX_MS, Math.max(DEADLINE_MIN_MS, untilKnownMs));
    const above = Math.max(1, Math.floor(this.#total / 1000));
    const tailMs = this.#atRank(this.#total - above);
    return Math.min(DEADLINE_MAX_MS, Math.max(DEADLINE_MIN_MS, 4 * tailMs));
  }

  #atRank(rank: number): number {
    let passed = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      passed += this.#counts[bucket] ?? 0;
      if (passed >= rank) return upperEdgeMs(bucket);
    }
    return upperEdgeMs(BUCKETS - 1);
  }
}
