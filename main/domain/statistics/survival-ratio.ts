import { wilson95 } from './wilson.ts';

/** How many of how many. */
export interface Survival {
  readonly survived: number;
  readonly trials: number;
}

/**
 * The 95 % interval for the ratio of two shares that were measured independently, `over` to `under`: MOVER-R (Donner,
 * Zou: "Closed-form confidence intervals for functions of the normal mean and standard deviation", Statistical Methods
 * in Medical Research 21, 2012), made of the Wilson interval of each. Null: too little is left of `under` to bound it.
 */
export function ratioInterval95(
  over: Survival,
  under: Survival,
): readonly [low: number, high: number] | null {
  if (over.trials <= 0 || under.trials <= 0) return null;
  const a = over.survived / over.trials;
  const b = under.survived / under.trials;
  const [lowA, highA] = wilson95(over.survived, over.trials);
  const [lowB, highB] = wilson95(under.survived, under.trials);
  // Where either is not positive, the ratio's bound lies at infinity.
  const [scaleLow, scaleHigh] = [highB * (2 * b - highB), lowB * (2 * b - lowB)];
  if (scaleLow <= 0 || scaleHigh <= 0) return null;
  const product = a * b;
  const root = (square: number): number => Math.sqrt(Math.max(0, square));
  const low = (product - root(product ** 2 - lowA * (2 * a - lowA) * scaleLow)) / scaleLow;
  const high = (product + root(product ** 2 - highA * (2 * a - highA) * scaleHigh)) / scaleHigh;
  return [Math.max(0, low), Math.max(low, high)];
}
