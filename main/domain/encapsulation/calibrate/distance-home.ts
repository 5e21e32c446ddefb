import { FULL_TTL } from '../sending/pacer.ts';
import type { PacketAnswer } from '../types.ts';
import type { Variant } from './variants.ts';

/** TTLs that packets begin with, in use. */
const INITIAL_TTLS = [64, 128, 255];

/** Routers between whoever sent it and this machine, by the TTL with which it arrived. */
function routersBetween(arrivedTtl: number): number {
  const initial = INITIAL_TTLS.find((ttl) => ttl >= arrivedTtl) ?? arrivedTtl;
  return initial - arrivedTtl;
}

interface Reading {
  readonly ttlHome: number;
  /** 3: counted. 2: by the initial TTL that a router is taken to use. 1: the same of a host's reply. */
  readonly trust: number;
}

function read({ way, ttl }: Variant, { kind, ttl: arrived }: PacketAnswer): Reading | null {
  if (arrived === null || arrived < 1) return null;
  // Its own packet, with the TTL it was given here, each router on the way home has taken one from.
  if (kind === 'echo-reply' && way !== 'echo') {
    return arrived > FULL_TTL ? null : { ttlHome: FULL_TTL - arrived + 1, trust: 3 };
  }
  const between = routersBetween(arrived);
  if (kind === 'ttl-exceeded' && way === null) return { ttlHome: ttl + between + 1, trust: 2 };
  return kind === 'echo-reply' ? { ttlHome: between + 2, trust: 1 } : null;
}

/** The least TTL with which a packet that the hop has unwrapped comes home; the most trusted reading counts. */
export class DistanceHome {
  #best: Reading | null = null;

  get ttlHome(): number | null {
    return this.#best?.ttlHome ?? null;
  }

  get isTrusted(): boolean {
    return (this.#best?.trust ?? 0) >= 2;
  }

  /** Of an answer that shows that the hop decapsulates. */
  note(variant: Variant, answer: PacketAnswer): void {
    const reading = read(variant, answer);
    if (reading !== null && reading.trust > (this.#best?.trust ?? 0)) this.#best = reading;
  }
}
