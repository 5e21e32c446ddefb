import type { Belief, HopBelief, LinkBelief, PathHop } from '../types.ts';

/** A hop that limits its answers tells less. */
const LIMITED_WORTH = 0.3;
const REPORTS_ONLY_WORTH = 0.5;

/** How much an answer of this hop is worth, 0 to 1. */
export function worthOf(hop: PathHop, belief: HopBelief): number {
  const pings = hop.address !== null && (hop.known.answersEcho === true || belief.answersEcho !== false);
  const reports = hop.known.answersTtlLimited === true || belief.answersTtlLimited !== false;
  if (hop.address === null || (!pings && !reports)) return 0;
  if (!pings) return REPORTS_ONLY_WORTH;
  return belief.limitsPings > 0.8 ? LIMITED_WORTH : 1;
}

export const canTrain = (hop: PathHop, belief: HopBelief): boolean =>
  hop.address !== null &&
  hop.known.reassembles !== false &&
  belief.answersEcho !== false &&
  (belief.tests.train.answered > 0 || belief.tests.train.sent < 6 || hop.known.reassembles === true);

/** Probability that the fault lies before or at each hop. */
export function faultByHop(links: readonly LinkBelief[], fault: number): readonly number[] {
  const each = links.map((link) => link.forward + link.return + link.both);
  const sum = each.reduce((a, b) => a + b, 0);
  let running = 0;
  return each.map((share) => {
    running += sum <= 0 ? 0 : (fault * share) / sum;
    return running;
  });
}

/** No hop inside the stretch could tell more. */
export function isTight(hops: readonly PathHop[], belief: Belief): boolean {
  const { from, to } = belief.segment;
  return hops.slice(from, to - 1).every((hop, at) => {
    const of = belief.hops[from + at];
    return of === undefined || worthOf(hop, of) < 0.3;
  });
}
