import type { WayHome } from '../../model/encapsulation.ts';
import { FULL_TTL } from '../sending/pacer.ts';
import type { PlannedPacket } from '../types.ts';

/** How the boomerangs come home from the first hop of a path. */
export interface Homecoming {
  readonly way: WayHome;
  /** Whose address `farther` claims: its place. */
  readonly fartherPlace: number;
}

/** Out through each place up to `turn`, and back the same way. */
const outAndBack = (turn: number): readonly number[] => [
  ...Array.from({ length: turn + 1 }, (_, index) => index),
  ...Array.from({ length: turn }, (_, index) => turn - 1 - index),
];

const ENDS: Readonly<Record<WayHome, (home: Homecoming) => number | null>> = {
  own: () => null,
  hop: () => 0,
  echo: () => 0,
  farther: ({ fartherPlace }) => fartherPlace,
};

/** The packet that turns round at place `turn`, as small as it can be. */
export function boomerang(turn: number, home: Homecoming): Omit<PlannedPacket, 'key'> {
  const via = outAndBack(turn);
  const isEcho = home.way === 'echo';
  return {
    // The request itself is the leg back to the first hop, which answers it.
    via: isEcho && turn > 0 ? via.slice(0, -1) : via,
    inner: isEcho ? 'echo-request' : 'echo-reply',
    end: ENDS[home.way](home),
    ttl: FULL_TTL,
    size: 0,
  };
}
