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
/** Links of a stretch that is nearly a place. */
const NEAR_LINKS = 3;
/**
 * Part of the packets for the direction while the place is open, while it is open by a hop or two, and once it is not.
 * A direction known helps to place it, too: who knows that the way out loses need not mind ways home.
 */
const FOR_DIRECTION = { placeOpen: 0.3, placeNear: 0.65, placeSure: 0.9 };

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
  const places = normalized(
    worth.map((each, at) => {
      const sent = belief.hops[at]?.tests.echo.sent ?? 0;
      return (each * entropy(byHop[at] ?? 0) ** FOCUS) / (1 + (sent / WEARY_AFTER) ** 2);
    }),
  );
  const useful = worth.filter((each) => each > 0).length;
  const behind = hops.map((hop, at) => {
    const of = belief.hops[at];
    return of !== undefined && canTrain(hop, of) ? (worth[at] ?? 0) * (byHop[at] ?? 0) ** 4 : 0;
  });
  // Whether the destination limits its pings, or loses them on the way out, trains tell as well.
  const limits = belief.hops.at(-1)?.limitsPings ?? 0;
  const open = belief.direction === 'unknown' && belief.dead < 0.9 ? Math.max(belief.fault, limits) : 0;
  const directions = normalized(behind);
  const part = isTight(hops, belief)
    ? FOR_DIRECTION.placeSure
    : isNear(belief)
      ? FOR_DIRECTION.placeNear
      : FOR_DIRECTION.placeOpen;
  const forDirection = directions.some((each) => each > 0) ? open * part : 0;
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
