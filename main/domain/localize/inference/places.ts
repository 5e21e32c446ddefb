import { backOf, CLEAN, forwardOf, LEVEL_INDEX, LEVELS, LOSSES, STATES, stateOf } from './grid.ts';

/** Prior of one link that loses, and of two, where somebody asks because something seems amiss. */
const ONE_FAULT = 0.55;
const TWO_FAULTS = 0.08;
const NO_FAULT = 1 - ONE_FAULT - TWO_FAULTS;

export const DIRECTIONS = ['forward', 'return', 'both'] as const;
export type FaultDirection = (typeof DIRECTIONS)[number];
/** Of a fault in the way out alone, in the way back alone, and in both. */
const ONE_WAY = 0.45;
const TWO_WAYS = 0.1;

const levelWeight = (level: number): number => {
  const loss = LOSSES[level] ?? 0;
  return loss === 0 ? 0 : loss < 0.01 ? 0.5 : loss === 1 ? 2 : 1;
};
const LEVEL_SUM = LOSSES.reduce((sum, _, level) => sum + levelWeight(level), 0);

/** Where one direction loses less than this part of what the other does, the fault is the other one's. */
const MINOR_PART = 1 / 3;

/** Of what a fault loses in each direction, as shares. */
export function directionOfLosses(forward: number, back: number): FaultDirection {
  if (back < MINOR_PART * forward) return 'forward';
  return forward < MINOR_PART * back ? 'return' : 'both';
}

const STEP_DIRECTION: readonly FaultDirection[] = Array.from({ length: STATES }, (_, step) =>
  directionOfLosses(LOSSES[forwardOf(step)] ?? 0, LOSSES[backOf(step)] ?? 0),
);
const STEP_DIRECTION_PLACE: readonly number[] = STEP_DIRECTION.map((direction) =>
  DIRECTIONS.indexOf(direction),
);

/** Prior of a first fault that leads from a clean path to each state. */
export const FIRST_STEP: Float64Array = Float64Array.from({ length: STATES }, (_, state) => {
  const [forward, back] = [forwardOf(state), backOf(state)];
  if (state === CLEAN) return 0;
  const weights = [forward, back].filter((level) => level > 0).map((level) => levelWeight(level) / LEVEL_SUM);
  return ONE_FAULT * weights.reduce((a, b) => a * b, weights.length === 1 ? ONE_WAY : TWO_WAYS);
});
export const directionPrior = (direction: FaultDirection): number =>
  FIRST_STEP.filter((_, state) => STEP_DIRECTION[state] === direction).reduce((a, b) => a + b, 0) / ONE_FAULT;
const LOG_FIRST_STEP = FIRST_STEP.map((weight) => Math.log(weight));
const LOG_NONE = Math.log(NO_FAULT);
const LOG_TWO_PER_ONE = Math.log(TWO_FAULTS / ONE_FAULT);

/** The level whose loss is what one direction loses more at `to` than at `from`. */
const STEP_LEVEL: readonly (readonly number[])[] = LEVEL_INDEX.map((from) =>
  LEVEL_INDEX.map((to) => {
    const wanted = Math.max(0, to - from);
    const distances = LEVEL_INDEX.map((index) => Math.abs(index - wanted));
    return distances.indexOf(Math.min(...distances));
  }),
);

/** What one fault leads to: a state, with the prior of it given the state before. */
interface Successor {
  readonly state: number;
  readonly logPrior: number;
  /** The fault itself as a state: what it loses in each direction. */
  readonly step: number;
}

/** Of two faults each is in one direction. */
const ONE_WAY_STATES: readonly number[] = Array.from({ length: STATES }, (_, state) => state).filter(
  (state) => state !== CLEAN && (forwardOf(state) === 0 || backOf(state) === 0),
);
const SUCCESSORS: readonly (readonly Successor[])[] = Array.from({ length: STATES }, (_, state) => {
  const [forward, back] = [forwardOf(state), backOf(state)];
  const found: Successor[] = [];
  const logEach = (level: number): number => Math.log(0.5 / (LEVELS - 1 - level));
  for (let to = forward + 1; to < LEVELS; to += 1) {
    const step = stateOf(STEP_LEVEL[forward]?.[to] ?? 0, 0);
    found.push({ state: stateOf(to, back), logPrior: logEach(forward), step });
  }
  for (let to = back + 1; to < LEVELS; to += 1) {
    const step = stateOf(0, STEP_LEVEL[back]?.[to] ?? 0);
    found.push({ state: stateOf(forward, to), logPrior: logEach(back), step });
  }
  return found;
});

const lossOfStep = (step: number): number =>
  1 - (1 - (LOSSES[forwardOf(step)] ?? 0)) * (1 - (LOSSES[backOf(step)] ?? 0));
export const STEP_LOSS: readonly number[] = Array.from({ length: STATES }, (_, step) => lossOfStep(step));

/** Pairs are weighed once no fault at all is less likely than this; the prior of that is above it. */
const PAIRS_BELOW = 0.3;

/** Masses relative to the best hypothesis; what is below e^-PRUNE of it counts nothing. */
const PRUNE = 16;

/** Sums of probabilities over all hypotheses; `evidence` is their sum in logs. */
export class PlaceMasses {
  none = 0;
  total = 0;
  /** By link (from 0) and direction: this link loses. */
  readonly links: Float64Array;
  /** The same for the link that loses most, so that these add up to the mass of all faults. */
  readonly worst: Float64Array;
  /** What is lost at the worst link, as a state. */
  readonly steps = new Float64Array(STATES);
  /** By hop (from 0) and state: differences to the hop before. */
  readonly #changes: Float64Array;
  readonly #hops: number;

  constructor(hops: number) {
    this.#hops = hops;
    this.links = new Float64Array(hops * 3);
    this.worst = new Float64Array(hops * 3);
    this.#changes = new Float64Array(hops * STATES);
  }

  addNone(mass: number): void {
    this.none += mass;
    this.total += mass;
    this.#change(0, CLEAN, mass);
  }

  addOne(link: number, state: number, mass: number): void {
    this.total += mass;
    this.#change(0, CLEAN, mass);
    this.#change(link, CLEAN, -mass);
    this.#change(link, state, mass);
    this.links[this.#at(link, state)] = (this.links[this.#at(link, state)] ?? 0) + mass;
    this.#addWorst(link, state, mass);
  }

  addTwo(first: number, state: number, second: number, next: Successor, mass: number): void {
    this.total += mass;
    this.#change(0, CLEAN, mass);
    this.#change(first, CLEAN, -mass);
    this.#change(first, state, mass);
    this.#change(second, state, -mass);
    this.#change(second, next.state, mass);
    for (const place of [this.#at(first, state), this.#at(second, next.step)]) {
      this.links[place] = (this.links[place] ?? 0) + mass;
    }
    const isFirst = (STEP_LOSS[state] ?? 0) >= (STEP_LOSS[next.step] ?? 0);
    if (isFirst) this.#addWorst(first, state, mass);
    else this.#addWorst(second, next.step, mass);
  }

  /** Probabilities of the states at each hop. */
  statesByHop(): readonly Float64Array[] {
    const running = new Float64Array(STATES);
    return Array.from({ length: this.#hops }, (_, hop) => {
      for (let state = 0; state < STATES; state += 1) {
        running[state] = (running[state] ?? 0) + (this.#changes[hop * STATES + state] ?? 0);
      }
      return running.map((mass) => Math.max(0, mass / this.total));
    });
  }

  #at(link: number, step: number): number {
    return link * DIRECTIONS.length + (STEP_DIRECTION_PLACE[step] ?? 0);
  }

  #addWorst(link: number, step: number, mass: number): void {
    const place = this.#at(link, step);
    this.worst[place] = (this.worst[place] ?? 0) + mass;
    this.steps[step] = (this.steps[step] ?? 0) + mass;
  }

  #change(hop: number, state: number, mass: number): void {
    const place = hop * STATES + state;
    this.#changes[place] = (this.#changes[place] ?? 0) + mass;
  }
}

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
