import type { Belief, PathHop } from '../types.ts';
import { canTrain, faultByHop, isTight, worthOf } from './worth.ts';

/** A hop's part of the next round: probes to tell where, and pairs of ping and train to tell which way. */
export interface Share {
  readonly hop: number;
  readonly place: number;
  readonly direction: number;
}

/** Part of all packets that goes evenly over the hops whatever is believed: what is believed may be wrong. */
const EVEN = 0.2;
/** How much more the most telling hops get: 1, by their bits. */
const FOCUS = 3;
/** After so many pings the next one is worth half: what they have not told by then, more of them will not. */
const WEARY_AFTER = 120;
/**
 * What the question of the direction weighs against that of the place: less while the place is open by many links. A
 * direction known helps to place it, too: who knows that the way out loses need not mind ways home.
 */
const DIRECTION_WEIGHT = { far: 0.4, near: 1 };
/** Links of a stretch that is nearly a place. */
const NEAR_LINKS = 3;
/** What is left of the question of the place where no hop inside the stretch could answer it. */
const PLACE_SETTLED = 0.1;

/** Of a share, in bits. */
const entropy = (share: number): number => {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, share));
  return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
};

/**
 * Where a packet decides most. A ping to hop k asks "is the fault before k?": the entropy of that question is 1 bit in
 * the middle of the posterior, at a suspect link's two ends, and at the destination while it is open whether there is
 * a fault at all; nearly 0 elsewhere. A train asks for the direction, at any hop behind the fault.
 */
export function allocate(hops: readonly PathHop[], belief: Belief): readonly Share[] {
  const worth = hops.map((hop, at) => {
    const of = belief.hops[at];
    return of === undefined ? 0 : worthOf(hop, of);
  });
  const byHop = faultByHop(belief.links, belief.fault);
  const scores = worth.map((each, at) => {
    // Only the destination can show that nothing is lost at all, and that takes hundreds.
    const sent = at === hops.length - 1 ? 0 : (belief.hops[at]?.tests.echo.sent ?? 0);
    return (each * entropy(byHop[at] ?? 0) ** FOCUS) / (1 + (sent / WEARY_AFTER) ** 2);
  });
  const places = normalized(scores);
  const useful = worth.filter((each) => each > 0).length;
  const behind = hops.map((hop, at) => {
    const of = belief.hops[at];
    return of !== undefined && canTrain(hop, of) ? (worth[at] ?? 0) * (byHop[at] ?? 0) ** 4 : 0;
  });
  // Whether the destination limits its pings, or loses them on the way out, trains tell as well.
  const limits = belief.hops.at(-1)?.limitsPings ?? 0;
  const open = belief.direction === 'unknown' && belief.dead < 0.9 ? Math.max(belief.fault, limits) : 0;
  const directions = normalized(behind);
  const placeOpen =
    Math.min(
      1,
      scores.reduce((x, y) => x + y, 0),
    ) * (isTight(hops, belief) ? PLACE_SETTLED : 1);
  const directionOpen = open * (isNear(belief) ? DIRECTION_WEIGHT.near : DIRECTION_WEIGHT.far);
  const forDirection = directions.some((each) => each > 0)
    ? directionOpen / Math.max(1e-9, directionOpen + placeOpen)
    : 0;
  return hops.map((_, at) => ({
    hop: at + 1,
    place:
      (1 - forDirection) * (1 - EVEN) * (places[at] ?? 0) +
      ((worth[at] ?? 0) > 0 ? EVEN / Math.max(1, useful) : 0),
    direction: forDirection * (1 - EVEN) * (directions[at] ?? 0),
  }));
}

const isNear = ({ segment, fault }: Belief): boolean =>
  fault > 0.9 && segment.to - segment.from <= NEAR_LINKS;

/** The same to every hop, to compare with. */
export function allocateEvenly(hops: readonly PathHop[], belief: Belief): readonly Share[] {
  const able = hops.map((hop, at) => {
    const of = belief.hops[at];
    return { pings: of !== undefined && worthOf(hop, of) > 0, trains: of !== undefined && canTrain(hop, of) };
  });
  const pings = normalized(able.map((each) => (each.pings ? 1 : 0)));
  const trains = normalized(able.map((each) => (each.trains ? 1 : 0)));
  return hops.map((_, at) => ({
    hop: at + 1,
    place: 0.5 * (pings[at] ?? 0),
    direction: 0.5 * (trains[at] ?? 0),
  }));
}

function normalized(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => (sum <= 0 ? 0 : weight / sum));
}
