import { degraded } from '../../../trace/reading/untold-trace.ts';
import { listText } from '../../../words/names.ts';
import { countOf, countText, percentRangeText, percentText } from '../../../words/numbers.ts';
import { type LossStep, lossSteps } from '../loss-steps.ts';
import { lossBetween } from '../stretches.ts';
import { poolOf, type TestedHop, testedHops } from '../tallies.ts';
import { type ProbeCase, placeWords, type UntoldProbe, untestedTail } from '../untold-probe.ts';

/** `18 % (12-26 %)`, by the two hops that it is between, as the table has it. */
function figures({ first, last }: LossStep, hops: readonly TestedHop[]): string {
  const [before, behind] = [hops[first], hops[last]];
  if (before === undefined || behind === undefined) return 'some';
  const { lossPercent, interval95 } = lossBetween(before, behind, before.index === 0);
  if (lossPercent === null || interval95 === null) return 'much';
  // That there is some is known by all hops together, how much by these two.
  if (lossPercent < 0.5) return 'some';
  if (interval95[0] < 0.5)
    return `${percentText(lossPercent / 100)} (at most ${percentText(interval95[1] / 100)})`;
  return `${percentText(lossPercent / 100)} (${percentRangeText([interval95[0] / 100, interval95[1] / 100])})`;
}

function where(view: UntoldProbe, { first, last }: LossStep, hops: readonly TestedHop[]): string {
  const somewhere = last - first > 1 ? 'somewhere ' : '';
  const [from, to] = [hops[first]?.index ?? 0, hops[last]?.index ?? 0];
  return `${somewhere}between ${placeWords(view, from)} and ${placeWords(view, to)}`;
}

/** Who answers a request of ours may answer less often than it is asked; the other ways home take no answer. */
const limitsAnswers = ({ hops }: UntoldProbe, first: LossStep | undefined): boolean =>
  first?.first === 0 && hops[0]?.wayHome === 'echo';

/** Loss beyond doubt, and where as far as that is known. */
export const loss: ProbeCase = (view) => {
  const hops = testedHops(view.hops);
  const steps = lossSteps(hops);
  if (steps.length === 0) return null;
  const places = listText(steps.map((step) => `${figures(step, hops)} ${where(view, step, hops)}`));
  const limit = limitsAnswers(view, steps[0]) ? `, unless ${placeWords(view, 1)} limits its answers` : '';
  return degraded(
    `Packets get lost: ${places}, there or back${limit}; boomerangs cannot tell which of the two${untestedTail(view)}.`,
  );
};

/** Some were lost, too few to say where. */
export const someLost: ProbeCase = (view) => {
  const { survived, trials } = poolOf(testedHops(view.hops).slice(1));
  const lost = trials - survived;
  if (lost === 0) return null;
  const were = lost === 1 ? 'was' : 'were';
  return degraded(
    `${countText(lost)} of ${countOf(trials, 'boomerang')} ${were} lost, there or back: too few to say where${untestedTail(view)}.`,
  );
};
