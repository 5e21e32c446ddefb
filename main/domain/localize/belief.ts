import { wilson95 } from '../statistics/wilson.ts';
import { DIRECTIONS, directionPrior, type FaultDirection, STEP_LOSS } from './inference/fault-steps.ts';
import { backOf, CLEAN, forwardOf, LEVELS, LOSSES, STATES } from './inference/grid.ts';
import type { HopEvidence } from './inference/hop-evidence.ts';
import type { PlaceMasses } from './inference/place-masses.ts';
import type { Belief, HopBelief, HopTests, LinkBelief, ProbeFamily, Segment } from './types.ts';

/** What the stretch that is named holds of the places a fault can have. */
export const SEGMENT_SHARE = 0.99;
/**
 * The same of a dead link. There more probes tell nothing more: what remains is that the last hop that answers may do
 * so by a way home of its own.
 */
export const DEAD_SEGMENT_SHARE = 0.95;
/** Evidence for a direction: natural log of a Bayes factor, after clustering has been allowed for. */
export const DIRECTION_LOG_FACTOR = 3;
/** And its share among the directions: a prior alone must not decide either. */
const DIRECTION_SHARE = 0.985;
/** That nothing at all gets past the fault. */
export const DEAD_SURE = 0.95;
/** A level that stands for "nothing gets through". */
const DEAD_LOSS = 0.96;

/** A stretch of links that ends where a hop has something to say. */
interface Stretch {
  readonly segment: Segment;
  readonly share: number;
}

const sum = (figures: Iterable<number>): number => {
  let total = 0;
  for (const figure of figures) total += figure;
  return total;
};

/** The fewest links that hold so much; of equally few those that hold most. */
export function smallestStretch(byLink: readonly number[], least: number): Stretch {
  const total = sum(byLink);
  for (let length = 1; length <= byLink.length; length += 1) {
    const starts = Array.from({ length: byLink.length - length + 1 }, (_, start) => start);
    const found = starts
      .map((from) => ({
        segment: { from, to: from + length },
        share: total <= 0 ? 0 : sum(byLink.slice(from, from + length)) / total,
      }))
      .reduce((best, each) => (each.share > best.share ? each : best));
    if (found.share >= least) return found;
  }
  return { segment: { from: 0, to: byLink.length }, share: total <= 0 ? 0 : 1 };
}

/** Of a distribution over losses: `weights[i]` of `losses[i]`. */
function spreadOf(
  losses: readonly number[],
  weights: Float64Array,
): { readonly mean: number; readonly interval95: readonly [number, number] } {
  const total = sum(weights);
  if (total <= 0) return { mean: 0, interval95: [0, 1] };
  const mean = sum(losses.map((loss, at) => (loss * (weights[at] ?? 0)) / total));
  const order = losses.map((loss, at) => ({ loss, weight: (weights[at] ?? 0) / total }));
  order.sort((a, b) => a.loss - b.loss);
  const quantile = (share: number): number => {
    let before = 0;
    for (const { loss, weight } of order) {
      before += weight;
      if (before >= share) return loss;
    }
    return 1;
  };
  return { mean, interval95: [below(quantile(0.025)), above(quantile(0.975))] };
}

/** The grid is coarse: an interval reaches half way to the levels next to it. */
const below = (loss: number): number => (loss === 0 || loss === 1 ? loss : loss * 0.86);
const above = (loss: number): number =>
  loss === 0 ? 0.003 : loss > DEAD_LOSS ? 1 : Math.min(1, loss * 1.16);

function directionsOf(worst: Float64Array): Readonly<Record<FaultDirection, number>> {
  const byDirection = (direction: FaultDirection): number => {
    const at = DIRECTIONS.indexOf(direction);
    return sum(worst.filter((_, place) => place % 3 === at));
  };
  const total = sum(worst);
  const share = (direction: FaultDirection): number =>
    total <= 0 ? directionPrior(direction) : byDirection(direction) / total;
  return { forward: share('forward'), return: share('return'), both: share('both') };
}

function claimDirection(
  shares: Readonly<Record<FaultDirection, number>>,
  clustering: number,
): Pick<Belief, 'direction' | 'directionLogFactor'> {
  const best = DIRECTIONS.reduce((a, b) => (shares[b] > shares[a] ? b : a));
  const prior = directionPrior(best);
  const odds = Math.max(1e-12, shares[best]) / Math.max(1e-12, 1 - shares[best]);
  const logFactor = (Math.log(odds) - Math.log(prior / (1 - prior))) / clustering;
  const isSure = logFactor >= DIRECTION_LOG_FACTOR && shares[best] >= DIRECTION_SHARE;
  return { direction: isSure ? best : 'unknown', directionLogFactor: logFactor };
}

function linkBeliefs(masses: PlaceMasses, hops: number): readonly LinkBelief[] {
  const share = (link: number, direction: FaultDirection): number =>
    (masses.links[link * 3 + DIRECTIONS.indexOf(direction)] ?? 0) / masses.total;
  return Array.from({ length: hops }, (_, link) => ({
    to: link + 1,
    forward: share(link, 'forward'),
    return: share(link, 'return'),
    both: share(link, 'both'),
  }));
}

/** Unanswered probes that show that none of the kind are answered. */
const SILENT_AFTER = 8;

/** Null: too few to say. */
function doesAnswer({ answers, tallies }: HopEvidence, family: ProbeFamily): boolean | null {
  if (answers.has(family)) return true;
  return tallies[family].sent >= SILENT_AFTER ? false : null;
}

function testsOf({ tallies }: HopEvidence): Readonly<Record<ProbeFamily, HopTests>> {
  const of = (family: ProbeFamily): HopTests => {
    const { sent, answered } = tallies[family];
    return { sent, answered };
  };
  return {
    'ttl-limited': of('ttl-limited'),
    echo: of('echo'),
    train: of('train'),
    bounce: of('bounce'),
    boomerang: of('boomerang'),
    detour: of('detour'),
  };
}

function hopBelief(evidence: HopEvidence, states: Float64Array, hop: number): HopBelief {
  const byLevel = (levelOf: (state: number) => number): Float64Array => {
    const weights = new Float64Array(LEVELS);
    states.forEach((mass, state) => {
      weights[levelOf(state)] = (weights[levelOf(state)] ?? 0) + mass;
    });
    return weights;
  };
  const forward = spreadOf(LOSSES, byLevel(forwardOf));
  const back = spreadOf(LOSSES, byLevel(backOf));
  const likeliest = states.reduce((best, mass, state) => (mass > (states[best] ?? 0) ? state : best), CLEAN);
  const limits = (family: 'echo' | 'ttl-limited'): number =>
    evidence.limits(family, forwardOf(likeliest), backOf(likeliest));
  return {
    hop,
    forwardSurvival: 1 - forward.mean,
    forwardInterval95: [1 - forward.interval95[1], 1 - forward.interval95[0]],
    returnSurvival: 1 - back.mean,
    returnInterval95: [1 - back.interval95[1], 1 - back.interval95[0]],
    limitsPings: limits('echo'),
    limitsReports: limits('ttl-limited'),
    answersTtlLimited: doesAnswer(evidence, 'ttl-limited'),
    answersEcho: doesAnswer(evidence, 'echo'),
    reassembles: doesAnswer(evidence, 'train'),
    tests: testsOf(evidence),
  };
}

/** By the farthest hop that answers: a loss above this would have shown itself with 95 %. */
function detectableBy(hops: readonly HopBelief[]): number {
  const best = hops.findLast(({ tests, limitsPings }) => tests.echo.answered > 0 && limitsPings < 0.5);
  if (best === undefined) return 1;
  const { sent, answered } = best.tests.echo;
  return wilson95(sent - answered, sent)[1];
}

/** What the masses of all hypotheses say. */
export function beliefOf(masses: PlaceMasses, evidence: readonly HopEvidence[], clustering: number): Belief {
  const byHop = masses.statesByHop();
  const hops = evidence.map((each, at) => hopBelief(each, byHop[at] ?? new Float64Array(STATES), at + 1));
  const worstByLink = evidence.map((_, link) => sum(masses.worst.slice(link * 3, link * 3 + 3)));
  const directions = directionsOf(masses.worst);
  const loss = spreadOf(STEP_LOSS, masses.steps);
  const faultMass = sum(masses.steps);
  const deadMass = sum(masses.steps.filter((_, step) => (STEP_LOSS[step] ?? 0) >= DEAD_LOSS));
  const dead = faultMass <= 0 ? 0 : deadMass / faultMass;
  const least = dead >= DEAD_SURE ? DEAD_SEGMENT_SHARE : SEGMENT_SHARE;
  const { segment, share } = smallestStretch(worstByLink, least);
  return {
    fault: faultMass / masses.total,
    links: linkBeliefs(masses, evidence.length),
    hops,
    segment,
    segmentShare: share,
    directions,
    ...claimDirection(directions, clustering),
    loss: loss.mean,
    lossInterval95: loss.interval95,
    dead,
    detectable: detectableBy(hops),
    clustering,
  };
}
