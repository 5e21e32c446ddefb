import type { Topology } from '../topology.ts';

/** Addresses of the routers that `detour` and `oneWayHome` name, both families. */
export const at = (number: number): { readonly ipv4: string; readonly ipv6: string } => ({
  ipv4: `198.51.100.${number}`,
  ipv6: `2001:db8:2::${number}`,
});

export const ENDS = {
  pc: { ipv4: '192.0.2.10', ipv6: '2001:db8:1::10' },
  server: { ipv4: '203.0.113.10', ipv6: '2001:db8:3::10' },
} as const;

const router = (name: string, number: number) =>
  ({ name, kind: 'router', addresses: [at(number).ipv4, at(number).ipv6] }) as const;
const host = (name: 'pc' | 'server') =>
  ({ name, kind: 'host', addresses: [ENDS[name].ipv4, ENDS[name].ipv6] }) as const;
const joined = (a: string, b: string, delayMs: number) =>
  ({
    name: `${a}-${b}`,
    a: { node: a },
    b: { node: b },
    forward: { delayMs },
    backward: { delayMs },
  }) as const;
const byLink = (target: 'pc' | 'server', link: string) => [
  { to: `${ENDS[target].ipv4}/32`, link },
  { to: `${ENDS[target].ipv6}/128`, link },
];

/**
 * pc - r1 - a2 - r3 - server, and b2 beside a2: a way of the same length that packets can be sent by while a trace
 * runs (`byWayOf`).
 */
export function detour(delayMs = 2): Topology {
  return {
    nodes: [
      host('pc'),
      { ...router('r1', 1), routes: byWayOf('a2') },
      router('a2', 2),
      router('r3', 3),
      router('b2', 12),
      host('server'),
    ],
    links: [
      joined('pc', 'r1', delayMs),
      joined('r1', 'a2', delayMs),
      joined('r1', 'b2', delayMs),
      joined('a2', 'r3', delayMs),
      joined('b2', 'r3', delayMs),
      joined('r3', 'server', delayMs),
    ],
  };
}

/** Routes of r1 to the server. */
export const byWayOf = (middle: 'a2' | 'b2') => byLink('server', `r1-${middle}`);

/**
 * pc - r1 - r2 - r3 - r4 - server on the way out. From r3 on, answers come home by h5 and h6 instead of r2: a longer
 * way, which no hop of a trace shows.
 */
export function oneWayHome(delayMs = 2): Topology {
  return {
    nodes: [
      host('pc'),
      router('r1', 1),
      router('r2', 2),
      { ...router('r3', 3), routes: byLink('pc', 'h5-r3') },
      { ...router('r4', 4), routes: byLink('pc', 'r3-r4') },
      { ...router('h5', 5), routes: byLink('pc', 'h6-h5') },
      { ...router('h6', 6), routes: byLink('pc', 'r1-h6') },
      host('server'),
    ],
    links: [
      joined('pc', 'r1', delayMs),
      joined('r1', 'r2', delayMs),
      joined('r2', 'r3', delayMs),
      joined('r3', 'r4', delayMs),
      joined('r4', 'server', delayMs),
      joined('r1', 'h6', delayMs),
      joined('h6', 'h5', delayMs),
      joined('h5', 'r3', delayMs),
    ],
  };
}
