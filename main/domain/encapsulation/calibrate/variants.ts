import type { WayHome } from '../../model/encapsulation.ts';
import { FULL_TTL } from '../sending/pacer.ts';
import type { CalibrationPlan, PlannedPacket } from '../types.ts';

/** One packet by which a hop can show that it decapsulates. */
export interface Variant {
  /** The way home that it shows when it comes home; null: it is meant to expire on the way. */
  readonly way: WayHome | null;
  readonly inner: PlannedPacket['inner'];
  readonly end: number | null;
  readonly ttl: number;
}

/** Addresses that are tried for the way home `farther`. */
const FARTHER_TRIED = 3;
/** Inner TTLs that expire at the hop itself, at the next router on its way home, and at the one after it. */
const EXPIRING = [1, 2, 3];

const home = (way: WayHome, end: number | null): Variant => ({
  way,
  inner: way === 'echo' ? 'echo-request' : 'echo-reply',
  end,
  ttl: FULL_TTL,
});

export interface Variants {
  /** In the order of trying while nothing is known of the hop; to be gone through again and again. */
  readonly order: readonly Variant[];
  /** The ways home in the order of preference, and what shows each. */
  readonly ways: ReadonlyMap<WayHome, readonly Variant[]>;
  readonly expiring: readonly Variant[];
}

const isThere = (variant: Variant | undefined): variant is Variant => variant !== undefined;

/** All that can be tried with the hop at `place`. */
export function variantsFor({ path, seesOwn }: CalibrationPlan, place: number): Variants {
  const own = seesOwn ? home('own', null) : undefined;
  const hop = home('hop', place);
  const echo = home('echo', place);
  const farther = path
    .slice(place + 1, place + 1 + FARTHER_TRIED)
    .map((_, index) => home('farther', place + 1 + index));
  const expiring = EXPIRING.map((ttl): Variant => ({ way: null, inner: 'echo-reply', end: null, ttl }));
  const [here, next, afterNext] = expiring;
  // What tells most comes first, and twice before the rare comes once.
  const order = [
    echo,
    own,
    hop,
    here,
    farther[0],
    next,
    echo,
    here,
    farther[1],
    hop,
    next,
    own,
    afterNext,
    farther[2],
  ];
  const ways: readonly (readonly [WayHome, readonly (Variant | undefined)[]])[] = [
    ['own', [own]],
    ['hop', [hop]],
    ['echo', [echo]],
    ['farther', farther],
  ];
  return {
    order: order.filter(isThere),
    ways: new Map(
      ways.map(([way, all]) => [way, all.filter(isThere)] as const).filter(([, all]) => all.length > 0),
    ),
    expiring,
  };
}
