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
export const STEP_DIRECTION_PLACE: readonly number[] = STEP_DIRECTION.map((direction) =>
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
export const LOG_FIRST_STEP = FIRST_STEP.map((weight) => Math.log(weight));
export const LOG_NONE = Math.log(NO_FAULT);
export const LOG_TWO_PER_ONE = Math.log(TWO_FAULTS / ONE_FAULT);

/** The level whose loss is what one direction loses more at `to` than at `from`. */
const STEP_LEVEL: readonly (readonly number[])[] = LEVEL_INDEX.map((from) =>
  LEVEL_INDEX.map((to) => {
    const wanted = Math.max(0, to - from);
    const distances = LEVEL_INDEX.map((index) => Math.abs(index - wanted));
    return distances.indexOf(Math.min(...distances));
  }),
);

/** What one fault leads to: a state, with the prior of it given the state before. */
export interface Successor {
  readonly state: number;
  readonly logPrior: number;
  /** The fault itself as a state: what it loses in each direction. */
  readonly step: number;
}

/** Of two faults each is in one direction. */
export const ONE_WAY_STATES: readonly number[] = Array.from({ length: STATES }, (_, state) => state).filter(
  (state) => state !== CLEAN && (forwardOf(state) === 0 || backOf(state) === 0),
);
export const SUCCESSORS: readonly (readonly Successor[])[] = Array.from({ length: STATES }, (_, state) => {
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
