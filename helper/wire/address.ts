import { viewOf } from './view.ts';

/** Bytes of an address in network order: 4 for IPv4, 16 for IPv6. */
export interface Address {
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
  /** RFC 4007 zone (`eth0` of `fe80::1%eth0`); null without one, and always for IPv4. */
  readonly zone: string | null;
}

export const IPV4_BYTES = 4;
export const IPV6_BYTES = 16;
const GROUPS = 8;
/** The longest IPv6 text form (45) and a zone, which is an interface name or number. */
const MAX_TEXT = 45 + 1 + 64;

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
/** Printable ASCII, but for `%` and `/`. */
const ZONE = /^[\x21-\x24\x26-\x2e\x30-\x7e]{1,64}$/;

/** Dotted quad of exactly four decimal octets; a leading zero is refused, since some read it as octal. */
function parseQuad(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== IPV4_BYTES) return null;
  const octets: number[] = [];
  for (const part of parts) {
    const octet = OCTET.test(part) ? Number(part) : 256;
    if (octet > 255) return null;
    octets.push(octet);
  }
  return octets;
}

/** A run of `:`-separated groups as octets; only the last may be a dotted quad, where `quadLast` allows it. */
function parseGroups(text: string, quadLast: boolean): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const octets: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (GROUP.test(part)) {
      const value = Number.parseInt(part, 16);
      octets.push(value >> 8, value & 0xff);
      continue;
    }
    const quad = quadLast && index === parts.length - 1 ? parseQuad(part) : null;
    if (quad === null) return null;
    octets.push(...quad);
  }
  return octets;
}

/** RFC 4291 section 2.2: full form, `::` once (for at least one group), embedded IPv4 in the last 32 bits. */
function parseIpv6(text: string): Uint8Array | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [headText = '', tailText] = halves;
  const head = parseGroups(headText, tailText === undefined);
  const tail = parseGroups(tailText ?? '', true);
  if (head === null || tail === null) return null;
  const given = head.length + tail.length;
  if (tailText === undefined ? given !== IPV6_BYTES : given > IPV6_BYTES - 2) return null;
  const bytes = new Uint8Array(IPV6_BYTES);
  bytes.set(head, 0);
  bytes.set(tail, IPV6_BYTES - tail.length);
  return bytes;
}

/** Strict: no surrounding blanks, brackets, prefix lengths, octal or shortened IPv4. Null if it is no literal. */
export function parseAddress(text: string): Address | null {
  if (text.length > MAX_TEXT) return null;
  if (!text.includes(':')) {
    const quad = parseQuad(text);
    return quad === null ? null : { family: 4, bytes: Uint8Array.from(quad), zone: null };
  }
  const percent = text.indexOf('%');
  const zone = percent < 0 ? null : text.slice(percent + 1);
  if (zone !== null && !ZONE.test(zone)) return null;
  const bytes = parseIpv6(percent < 0 ? text : text.slice(0, percent));
  return bytes === null ? null : { family: 6, bytes, zone };
}

/** RFC 5952 section 4.2: the longest run of two or more zero groups, the first of equals. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: -1, length: 1 };
  let start = 0;
  for (let end = 0; end <= groups.length; end++) {
    if (groups[end] === 0) continue;
    if (end - start > best.length) best = { start, length: end - start };
    start = end + 1;
  }
  return best;
}

const isMapped = (groups: readonly number[]): boolean =>
  groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;

function formatIpv6(bytes: Uint8Array): string {
  const view = viewOf(bytes);
  const groups = Array.from({ length: GROUPS }, (_, index) => view.getUint16(index * 2));
  if (isMapped(groups)) return `::ffff:${bytes.subarray(12).join('.')}`;
  const hex = groups.map((group) => group.toString(16));
  const { start, length } = longestZeroRun(groups);
  if (start < 0) return hex.join(':');
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** RFC 5952 text, IPv4-mapped addresses in mixed notation. Throws RangeError unless 4 or 16 bytes. */
export function formatAddress(bytes: Uint8Array, zone: string | null = null): string {
  if (bytes.length === IPV4_BYTES) return bytes.join('.');
  if (bytes.length !== IPV6_BYTES) throw new RangeError(`an address has 4 or 16 bytes, not ${bytes.length}`);
  return zone === null ? formatIpv6(bytes) : `${formatIpv6(bytes)}%${zone}`;
}

/** Same family and bytes; zones are not part of an address on the wire. */
export const sameAddress = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
