import type { ProbedHop } from '../../model/encapsulation.ts';
import type { Survival } from '../../statistics/survival-ratio.ts';

/** A hop at which boomerangs have turned round, and how many of those whose fate is known came home. */
export interface TestedHop extends Survival {
  /** Place in the path, from 1; 0: this machine. */
  readonly index: number;
}

/** Nothing gets lost before it has left. */
const here = (hops: readonly TestedHop[]): TestedHop => {
  const trials = hops.reduce((sum, hop) => sum + hop.trials, 0);
  return { index: 0, survived: trials, trials };
};

function testedHop({ index, lossPercent, received, late, sent, failed }: ProbedHop): TestedHop {
  const survived = received + late;
  const share = (lossPercent ?? 0) / 100;
  // The share stands for the number that is known, which is not told.
  const trials = survived === 0 ? sent - failed : Math.round(survived / (1 - share));
  return { index, survived, trials: Math.max(survived, trials) };
}

/** This machine and the hops that were tested, nearest first; empty: none was. */
export function testedHops(hops: readonly ProbedHop[]): readonly TestedHop[] {
  const tested = hops
    .filter(({ notTestable, lossPercent }) => notTestable === null && lossPercent !== null)
    .map(testedHop)
    .filter(({ trials }) => trials > 0);
  return tested.length === 0 ? [] : [here(tested), ...tested];
}

export const poolOf = (hops: readonly Survival[]): Survival => ({
  survived: hops.reduce((sum, { survived }) => sum + survived, 0),
  trials: hops.reduce((sum, { trials }) => sum + trials, 0),
});
