import type { ProbedHop, Stretch } from '../../model/encapsulation.ts';
import { ratioInterval95, type Survival } from '../../statistics/survival-ratio.ts';
import { wilson95 } from '../../statistics/wilson.ts';
import { type LossStep, lossSteps } from './loss-steps.ts';
import { type TestedHop, testedHops } from './tallies.ts';

/**
 * A stretch that may lose more than this, percent, for all that is known, is not called clean. Less where packets were
 * lost and nobody knows where.
 */
const CLEAN_AT_MOST = 30;
const CLEAN_AT_MOST_UNSURE = 15;

const percent = (share: number): number => 100 * Math.min(1, Math.max(0, share));

/** Share lost between two places, percent, with its 95 % interval; null: too few came through the first. */
export function lossBetween(
  before: Survival,
  behind: Survival,
  isFirst: boolean,
): Pick<Stretch, 'lossPercent' | 'interval95'> {
  if (isFirst) {
    const [low, high] = wilson95(behind.trials - behind.survived, behind.trials);
    return {
      lossPercent: percent(1 - behind.survived / behind.trials),
      interval95: [percent(low), percent(high)],
    };
  }
  const ratio = ratioInterval95(behind, before);
  if (ratio === null) return { lossPercent: null, interval95: null };
  const [low, high] = ratio;
  const survived = behind.survived / behind.trials / (before.survived / before.trials);
  return { lossPercent: percent(1 - survived), interval95: [percent(1 - high), percent(1 - low)] };
}

function stretchAt(hops: readonly TestedHop[], at: number, steps: readonly LossStep[]): Stretch | null {
  const [before, behind] = [hops[at - 1], hops[at]];
  if (before === undefined || behind === undefined) return null;
  const step = steps.find(({ first, last }) => first < at && at <= last);
  const isHere = step !== undefined && step.last - step.first === 1;
  const loss = lossBetween(before, behind, at === 1);
  const isUnsure = steps.length === 0 && hops.some(({ survived, trials }) => survived < trials);
  const atMost = isUnsure ? CLEAN_AT_MOST_UNSURE : CLEAN_AT_MOST;
  const isClean = step === undefined && (loss.interval95?.[1] ?? 100) <= atMost;
  return {
    from: before.index,
    to: behind.index,
    ...loss,
    reading: isHere ? 'loss' : isClean ? 'clean' : 'unknown',
  };
}

/** The stretches between the hops that were tested, nearest first; the first begins at this machine. */
export function stretchesOf(hops: readonly ProbedHop[]): readonly Stretch[] {
  const tested = testedHops(hops);
  const steps = lossSteps(tested);
  return tested.flatMap((_, at) => (at === 0 ? [] : (stretchAt(tested, at, steps) ?? [])));
}
