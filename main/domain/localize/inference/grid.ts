/**
 * Survivals on one logarithmic scale: index i stands for exp(-(FLOOR + i STEP)), so that products of survivals are
 * sums of indices. FLOOR: the loss of a healthy line, so that a single lost packet convicts nobody.
 */
const STEP = 0.005;
const FLOOR = 0.0004;
/** Beyond a loss of 99.9 %: nothing gets through. */
export const DEAD_INDEX = 1400;
/** What still gets through where nothing should: a reply that was matched wrongly, a route that flaps. */
const DEAD_SURVIVAL = 1e-7;

const indexOf = (loss: number): number => (loss >= 1 ? DEAD_INDEX : Math.round(-Math.log(1 - loss) / STEP));

export const survivalAt = (index: number): number =>
  index >= DEAD_INDEX ? DEAD_SURVIVAL : Math.exp(-(FLOOR + index * STEP));

/** Losses that a direction of the path can have, in steps of about a third. */
export const LOSSES: readonly number[] = [
  0, 0.005, 0.01, 0.014, 0.02, 0.028, 0.04, 0.055, 0.075, 0.1, 0.135, 0.18, 0.24, 0.32, 0.42, 0.55, 0.7, 0.85,
  0.96, 1,
];
export const LEVELS = LOSSES.length;
export const LEVEL_INDEX: readonly number[] = LOSSES.map(indexOf);

/** A state of the path up to a hop: the level of the way out and that of the way back. */
export const STATES = LEVELS * LEVELS;
export const CLEAN = 0;
export const stateOf = (forward: number, back: number): number => forward * LEVELS + back;
export const forwardOf = (state: number): number => Math.floor(state / LEVELS);
export const backOf = (state: number): number => state % LEVELS;

/** A share with its prior weight, for what a hop may add of its own. */
export interface Weighted {
  readonly index: number;
  readonly weight: number;
}

/** Losses that a hop's limits, or a way home of its own, may cause. */
const PARTIAL_LOSSES = [0.015, 0.04, 0.08, 0.15, 0.27, 0.42, 0.6, 0.75, 0.87, 0.95];

export const spread = (weight: number): readonly Weighted[] =>
  PARTIAL_LOSSES.map((loss) => ({ index: indexOf(loss), weight: weight / PARTIAL_LOSSES.length }));
