import {
  LOG_FIRST_STEP,
  LOG_NONE,
  LOG_TWO_PER_ONE,
  ONE_WAY_STATES,
  SUCCESSORS,
  type Successor,
} from './fault-steps.ts';
import { CLEAN, STATES } from './grid.ts';
import { PlaceMasses } from './place-masses.ts';

/** Pairs are weighed once no fault at all is less likely than this; the prior of that is above it. */
const PAIRS_BELOW = 0.3;

/** Masses relative to the best hypothesis; what is below e^-PRUNE of it counts nothing. */
const PRUNE = 16;

/** Log likelihoods summed over the hops before each one, by state: `sums[k]` holds those of hops 0 to k - 1. */
function cumulate(hops: readonly Float64Array[]): readonly Float64Array[] {
  const sums = [new Float64Array(STATES)];
  for (const logs of hops) {
    const before = sums.at(-1);
    const sum = new Float64Array(STATES);
    for (let state = 0; state < STATES; state += 1) sum[state] = (logs[state] ?? 0) + (before?.[state] ?? 0);
    sums.push(sum);
  }
  return sums;
}

/** All hypotheses over one set of tables. */
class Enumeration {
  readonly #hops: number;
  readonly #sums: readonly Float64Array[];
  readonly #logLink: number;
  readonly #logWeight: number;

  constructor(logs: readonly Float64Array[], logWeight: number) {
    this.#hops = logs.length;
    this.#sums = cumulate(logs);
    this.#logLink = -Math.log(logs.length);
    this.#logWeight = logWeight;
  }

  /** Log probability of the likeliest hypothesis, or `best` if that is more. */
  best(than: number, withPairs: boolean): number {
    let best = Math.max(than, this.#none());
    for (let link = 0; link < this.#hops; link += 1) {
      for (let state = 1; state < STATES; state += 1) best = Math.max(best, this.#one(link, state));
    }
    if (!withPairs) return best;
    this.#eachPair(
      (middle, bound) => middle + bound > best,
      (_first, _state, _second, _next, log) => {
        best = Math.max(best, log);
      },
    );
    return best;
  }

  addTo(masses: PlaceMasses, reference: number, withPairs: boolean): void {
    const least = reference - PRUNE;
    masses.addNone(Math.exp(this.#none() - reference));
    for (let link = 0; link < this.#hops; link += 1) {
      for (let state = 1; state < STATES; state += 1) {
        const log = this.#one(link, state);
        if (log > least) masses.addOne(link, state, Math.exp(log - reference));
      }
    }
    if (!withPairs) return;
    this.#eachPair(
      (middle, bound) => middle + bound > least,
      (first, state, second, next, log) => {
        if (log > least) masses.addTwo(first, state, second, next, Math.exp(log - reference));
      },
    );
  }

  #none(): number {
    return LOG_NONE + this.#logWeight + this.#sum(0, this.#hops, CLEAN);
  }

  #one(link: number, state: number): number {
    return this.#before(link, state) + this.#sum(link, this.#hops, state);
  }

  /** All up to the first fault. */
  #before(link: number, state: number): number {
    return (LOG_FIRST_STEP[state] ?? 0) + this.#logWeight + this.#logLink + this.#sum(0, link, CLEAN);
  }

  /** `isWorthIt`: whether any pair with the same first fault and second link can matter. */
  #eachPair(
    isWorthIt: (middle: number, bound: number) => boolean,
    visit: (first: number, state: number, second: number, next: Successor, log: number) => void,
  ): void {
    const bounds = this.#restBounds();
    const others = Math.log(Math.max(1, this.#hops - 1));
    // The most that a second fault can make of the hops from its link on, less what this state makes of them.
    const most = new Float64Array(STATES).fill(Number.NEGATIVE_INFINITY);
    for (let first = this.#hops - 2; first >= 0; first -= 1) {
      const bound = bounds[first + 1] ?? 0;
      for (const state of ONE_WAY_STATES) {
        const here = bound + (this.#sums[first + 1]?.[state] ?? 0);
        if (here > (most[state] ?? 0)) most[state] = here;
        const start = this.#before(first, state) + LOG_TWO_PER_ONE - others;
        if (!isWorthIt(start, (most[state] ?? 0) - (this.#sums[first]?.[state] ?? 0))) continue;
        for (let second = first + 1; second < this.#hops; second += 1) {
          const middle = start + this.#sum(first, second, state);
          if (!isWorthIt(middle, bounds[second] ?? 0)) continue;
          for (const next of SUCCESSORS[state] ?? []) {
            const log = middle + next.logPrior + this.#sum(second, this.#hops, next.state);
            visit(first, state, second, next, log);
          }
        }
      }
    }
  }

  /** The most that hops from each one on can add. */
  #restBounds(): Float64Array {
    const all = this.#sums[this.#hops];
    return Float64Array.from({ length: this.#hops }, (_, from) => {
      const before = this.#sums[from];
      let most = Number.NEGATIVE_INFINITY;
      for (let state = 1; state < STATES; state += 1) {
        const rest = (all?.[state] ?? 0) - (before?.[state] ?? 0);
        if (rest > most) most = rest;
      }
      return most;
    });
  }

  #sum(from: number, to: number, state: number): number {
    return (this.#sums[to]?.[state] ?? 0) - (this.#sums[from]?.[state] ?? 0);
  }
}

/**
 * Enumerates no fault, every single one, and, once the evidence speaks for a fault, every pair. `logs[c][hop]`: log likelihoods by state; `logWeights[c]`: of the
 * sets of tables.
 */
export function weighPlaces(
  logs: readonly (readonly Float64Array[])[],
  logWeights: readonly number[],
): PlaceMasses {
  const all = logs.map((tables, at) => new Enumeration(tables, logWeights[at] ?? 0));
  const singles = weigh(all, logs[0]?.length ?? 0, false);
  return singles.none < PAIRS_BELOW * singles.total ? weigh(all, logs[0]?.length ?? 0, true) : singles;
}

function weigh(all: readonly Enumeration[], hops: number, withPairs: boolean): PlaceMasses {
  const reference = all.reduce((best, each) => each.best(best, withPairs), Number.NEGATIVE_INFINITY);
  const masses = new PlaceMasses(hops);
  for (const each of all) each.addTo(masses, reference, withPairs);
  return masses;
}
