import { upperQuantile } from '../../statistics/normal-quantile.ts';
import type { Survival } from '../../statistics/survival-ratio.ts';
import { poolOf, type TestedHop } from './tallies.ts';

/** A chance of less than this that there is no loss at all is none, however many stretches were looked at. */
const DOUBT = 0.01;
/**
 * Places of a step that are so much less likely than the likeliest are out of the question: twice the difference of
 * their log likelihoods, the 99.2 % quantile of chi-squared with one degree of freedom.
 */
const PLAUSIBLE = 7;

/** Between two of the tested hops more gets lost than before. */
export interface LossStep {
  /** Positions among the tested hops: the step is between two neighbours of `first` to `last`. */
  readonly first: number;
  readonly last: number;
  /** All hops of the same level before it, and behind it. */
  readonly before: Survival;
  readonly behind: Survival;
}

/** Log likelihood of a share at its best. */
function likelihoodOf({ survived, trials }: Survival): number {
  const lost = trials - survived;
  const part = (count: number): number => (count <= 0 ? 0 : count * Math.log(count / trials));
  return part(survived) + part(lost);
}

const shareOf = ({ survived, trials }: Survival): number => survived / trials;

interface Split {
  /** Position of the first hop behind it. */
  readonly at: number;
  /** Twice the gain in log likelihood over no split. */
  readonly gain: number;
}

/** Every place at which the hops `from` to `to` (excluded) can be split so that less survives behind it. */
function splitsOf(hops: readonly TestedHop[], from: number, to: number): readonly Split[] {
  const whole = likelihoodOf(poolOf(hops.slice(from, to)));
  const splits: Split[] = [];
  for (let at = from + 1; at < to; at += 1) {
    const before = poolOf(hops.slice(from, at));
    const behind = poolOf(hops.slice(at, to));
    if (shareOf(behind) < shareOf(before)) {
      splits.push({ at, gain: 2 * (likelihoodOf(before) + likelihoodOf(behind) - whole) });
    }
  }
  return splits;
}

const bestOf = (splits: readonly Split[]): Split | null =>
  splits.toSorted((a, b) => b.gain - a.gain)[0] ?? null;

/** Positions at which a new level begins, found by halving at the clearest step again and again. */
function levelStarts(
  hops: readonly TestedHop[],
  from: number,
  to: number,
  threshold: number,
): readonly number[] {
  const best = bestOf(splitsOf(hops, from, to));
  if (best === null || best.gain < threshold) return [];
  return [
    ...levelStarts(hops, from, best.at, threshold),
    best.at,
    ...levelStarts(hops, best.at, to, threshold),
  ];
}

/**
 * Where boomerangs get lost: the survival along a path is level but for steps down, each at a stretch that loses. All
 * hops of a level count together, so a step is seen that no two neighbours show by themselves. `hops` begins with this
 * machine.
 */
export function lossSteps(hops: readonly TestedHop[]): readonly LossStep[] {
  const stretches = Math.max(1, hops.length - 1);
  const threshold = upperQuantile(DOUBT / 2 / stretches) ** 2;
  const starts = levelStarts(hops, 0, hops.length, threshold);
  return starts.map((start, index) => {
    const from = index === 0 ? 0 : (starts[index - 1] ?? 0);
    const to = starts[index + 1] ?? hops.length;
    const splits = splitsOf(hops, from, to);
    const best = bestOf(splits)?.gain ?? 0;
    const plausible = splits.filter(({ gain }) => best - gain < PLAUSIBLE).map(({ at }) => at);
    return {
      first: Math.min(start, ...plausible) - 1,
      last: Math.max(start, ...plausible),
      before: poolOf(hops.slice(from, start)),
      behind: poolOf(hops.slice(start, to)),
    };
  });
}
