import { FAMILY_OF_KIND, type Kind } from '../../model/kind.ts';
import type { Network } from '../../model/network.ts';

export const hasRoute = (network: Network): boolean => network.ipv4 || network.ipv6;

/** The network has a default route for this kind. */
export function isRouted(kind: Kind, network: Network): boolean {
  const family = FAMILY_OF_KIND[kind];
  if (family === null) return hasRoute(network);
  return family === 4 ? network.ipv4 : network.ipv6;
}

/** Straight from one network to another with the same gateway for this family, so it is the same line. */
export function isSameWay(kind: Kind, before: Network | null, after: Network): boolean {
  if (before === null || !isSamePlace(before, after)) return false;
  return FAMILY_OF_KIND[kind] === 6 ? after.gateway6 !== null && before.gateway6 === after.gateway6 : true;
}

/** Only addresses, or the other family, have changed. A VPN changes the IPv4 gateway. */
export function isSamePlace(before: Network, after: Network): boolean {
  if (before.gateway4 !== null || after.gateway4 !== null) return before.gateway4 === after.gateway4;
  return before.gateway6 !== null && before.gateway6 === after.gateway6;
}
