import { good, starting } from '../../../trace/reading/untold-trace.ts';
import { countOf, percentText } from '../../../words/numbers.ts';
import { poolOf, testedHops } from '../tallies.ts';
import { type ProbeCase, placeWords, untestedTail } from '../untold-probe.ts';

export const clean: ProbeCase = (view) => {
  const tested = testedHops(view.hops).slice(1);
  const last = tested.at(-1);
  if (last === undefined) return starting('Nothing to tell yet.');
  const { trials } = poolOf(tested);
  const most = (view.hops.find(({ index }) => index === last.index)?.interval95?.[1] ?? 100) / 100;
  const all = trials === 1 ? 'the one boomerang' : `all ${countOf(trials, 'boomerang')}`;
  return good(
    `No loss found up to ${placeWords(view, last.index)}: ${all} came home, so at most ${percentText(most)} is lost there and back${untestedTail(view)}.`,
  );
};
