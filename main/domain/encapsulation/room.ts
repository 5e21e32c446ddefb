import type { WayHome } from '../model/encapsulation.ts';

/** Bytes of one IP header without options (RFC 791, RFC 8200). */
const HEADER_BYTES: Readonly<Record<4 | 6, number>> = { 4: 20, 6: 40 };
/** The innermost message: an ICMP header and what tells one packet from another. */
const MESSAGE_BYTES = 24;

/** Headers of a boomerang that turns round at the last of `hops`: one a leg, so many there and as many back. */
function headersOf(hops: number, wayHome: WayHome): number {
  // The request that the first hop answers is itself the leg back to it; with one hop there is no such leg.
  return wayHome === 'echo' && hops > 1 ? 2 * hops - 1 : 2 * hops;
}

/** Bytes of the smallest boomerang that turns round at the last of `hops` (1 or more), all headers included. */
export const packetBytes = (family: 4 | 6, hops: number, wayHome: WayHome): number =>
  headersOf(hops, wayHome) * HEADER_BYTES[family] + MESSAGE_BYTES;

/** Hops of the longest path to whose end a boomerang fits whole into `mtu` bytes, whatever its way home; 0: none. */
export const longestPath = (family: 4 | 6, mtu: number): number =>
  Math.max(0, Math.floor((mtu - MESSAGE_BYTES) / (2 * HEADER_BYTES[family])));
