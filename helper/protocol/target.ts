import { formatAddress, parseAddress } from '../wire/address.ts';

/** An address that an echo may be sent to. */
export interface Target {
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
  readonly zone: string | null;
  /** Canonical form with the zone, made from the bytes: never the client's own text. */
  readonly text: string;
}

/** `code` as in ErrorEvent. */
export interface TargetFault {
  readonly code: 'bad-field' | 'out-of-range';
  readonly message: string;
}

/** An interface name, at most IFNAMSIZ - 1 characters, of those that the socket library lets pass. */
const ZONE = /^[0-9A-Za-z.:-]{1,15}$/;

const octet = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

/** Why an IPv4 address is no unicast destination; null if it is one. */
function faultOf4(bytes: Uint8Array): string | null {
  const first = octet(bytes, 0);
  // RFC 1122 section 3.2.1.3: 0/8 is a source address only.
  if (first === 0) return 'is unspecified';
  if (first >= 224 && first < 240) return 'is multicast';
  return bytes.every((byte) => byte === 0xff) ? 'is the broadcast address' : null;
}

const isLinkLocal = (bytes: Uint8Array): boolean =>
  octet(bytes, 0) === 0xfe && (octet(bytes, 1) & 0xc0) === 0x80;

/** Why an IPv6 address is no unicast destination; null if it is one. */
function faultOf6(bytes: Uint8Array, zone: string | null): string | null {
  if (bytes.every((byte) => byte === 0)) return 'is unspecified';
  if (octet(bytes, 0) === 0xff) return 'is multicast';
  const mapped = bytes.subarray(0, 10).every((byte) => byte === 0) && octet(bytes, 10) === 0xff;
  if (mapped && octet(bytes, 11) === 0xff) return 'is IPv4-mapped: give the IPv4 address';
  if (!isLinkLocal(bytes)) return zone === null ? null : 'has a zone, which only link-local addresses take';
  if (zone === null) return 'is link-local and needs a zone, as in fe80::1%eth0';
  return ZONE.test(zone) ? null : 'has a zone that is no interface name of letters, digits, ".", ":" and "-"';
}

/** One host, of either family: no multicast, broadcast or unspecified address. Loopback is allowed. */
export function parseTarget(text: string): Target | TargetFault {
  const address = parseAddress(text);
  if (address === null) {
    return { code: 'bad-field', message: 'address is not a literal IPv4 or IPv6 address' };
  }
  const { family, bytes, zone } = address;
  const fault = family === 4 ? faultOf4(bytes) : faultOf6(bytes, zone);
  if (fault !== null) return { code: 'out-of-range', message: `address ${fault}` };
  return {
    family,
    bytes,
    zone,
    text: zone === null ? formatAddress(bytes) : `${formatAddress(bytes)}%${zone}`,
  };
}

export const isTargetFault = (value: Target | TargetFault): value is TargetFault => 'code' in value;
