import { viewOf } from './view.ts';

/** One's-complement addition of two folded 16-bit sums. */
const addWords = (a: number, b: number): number => (a + b > 0xffff ? a + b - 0xffff : a + b);

/**
 * RFC 1071 sum, folded to 16 bits and not complemented: what `initial` takes. An odd last byte is padded
 * with a zero, so only the last of several parts may be odd.
 */
export function checksumSum(bytes: Uint8Array, initial = 0): number {
  const view = viewOf(bytes);
  const even = bytes.length & ~1;
  let sum = initial;
  for (let offset = 0; offset < even; offset += 2) sum = addWords(sum, view.getUint16(offset));
  return even === bytes.length ? sum : addWords(sum, view.getUint8(even) << 8);
}

/** RFC 1071 checksum, 0-0xffff. `initial` is a folded sum, e.g. from `pseudoHeaderSum`. */
export const internetChecksum = (bytes: Uint8Array, initial = 0): number =>
  checksumSum(bytes, initial) ^ 0xffff;

/** The checksum field included, the data adds up to "minus zero". All-zero data does not verify. */
export const verify = (bytes: Uint8Array, initial = 0): boolean => internetChecksum(bytes, initial) === 0;

/** Addresses of the IP header around an upper layer: part of its checksum. */
export interface IpEnds {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

export interface PseudoHeader extends IpEnds {
  readonly protocol: number;
  /** Upper-layer header and data, in bytes. */
  readonly length: number;
}

/**
 * Folded sum of the pseudo header. RFC 9293 section 3.1 (IPv4) and RFC 8200 section 8.1 (IPv6) lay it out
 * differently, but both are the same words with zeros between, and order and zeros do not matter to the sum.
 */
export function pseudoHeaderSum(pseudo: PseudoHeader): number {
  const words = addWords(pseudo.protocol & 0xff, addWords(pseudo.length >>> 16, pseudo.length & 0xffff));
  return checksumSum(pseudo.destination, checksumSum(pseudo.source, words));
}

/** RFC 1624 equation 3: the checksum after one 16-bit word changed. */
export const updateChecksum = (checksum: number, oldWord: number, newWord: number): number =>
  addWords(addWords(checksum ^ 0xffff, oldWord ^ 0xffff), newWord) ^ 0xffff;

/** The word that, written where a zero was, brings the `checksum` of the data to `wanted` (neither 0 nor 0xffff). */
export const compensation = (checksum: number, wanted: number): number => addWords(checksum, wanted ^ 0xffff);
