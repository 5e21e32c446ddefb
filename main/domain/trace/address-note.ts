import ipaddr from 'ipaddr.js';
import type { AddressNote } from '../model/trace.ts';

/**
 * The IANA special-purpose address registries (RFC 6890 and what was registered since). A null stands for a block
 * inside another one that is an ordinary global one all the same.
 */
const IPV4: readonly (readonly [cidr: string, note: AddressNote | null])[] = [
  ['0.0.0.0/8', 'reserved'],
  ['10.0.0.0/8', 'private'],
  ['100.64.0.0/10', 'cgn'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['172.16.0.0/12', 'private'],
  ['192.0.0.0/24', 'reserved'],
  ['192.0.0.9/32', null],
  ['192.0.0.10/32', null],
  ['192.0.2.0/24', 'documentation'],
  ['192.88.99.0/24', 'reserved'],
  ['192.168.0.0/16', 'private'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation'],
  ['203.0.113.0/24', 'documentation'],
  ['224.0.0.0/4', 'multicast'],
  // RFC 6676: for examples of multicast.
  ['233.252.0.0/24', 'documentation'],
  ['240.0.0.0/4', 'reserved'],
];

const IPV6: readonly (readonly [cidr: string, note: AddressNote | null])[] = [
  // Only 2000::/3 is given out as global unicast; what is listed below stands out of either half.
  ['::/0', 'reserved'],
  ['2000::/3', null],
  ['::1/128', 'loopback'],
  // RFC 6052: an IPv4 host behind a translator, globally reachable; RFC 8215: the same for local use.
  ['64:ff9b::/96', null],
  ['64:ff9b:1::/48', 'private'],
  ['2001::/23', 'reserved'],
  // Teredo; the anycast services of RFC 7723, 8155 and 9665; AMT; AS112; ORCHIDv2; drone identifiers.
  ['2001::/32', null],
  ['2001:1::1/128', null],
  ['2001:1::2/128', null],
  ['2001:1::3/128', null],
  ['2001:2::/48', 'benchmarking'],
  ['2001:3::/32', null],
  ['2001:4:112::/48', null],
  ['2001:20::/28', null],
  ['2001:30::/28', null],
  ['2001:db8::/32', 'documentation'],
  // RFC 9637.
  ['3fff::/20', 'documentation'],
  ['fc00::/7', 'unique-local'],
  ['fe80::/10', 'link-local'],
  ['ff00::/8', 'multicast'],
];

type Address = ReturnType<typeof ipaddr.parse>;
interface Block {
  readonly range: [Address, number];
  readonly note: AddressNote | null;
}

const blocks = (table: typeof IPV4): readonly Block[] =>
  table
    .map(([cidr, note]) => ({ range: ipaddr.parseCIDR(cidr), note }))
    .sort((a, b) => b.range[1] - a.range[1]);

const BLOCKS = { ipv4: blocks(IPV4), ipv6: blocks(IPV6) };

/** Without its zone; null: not an address in its usual form (`10.1` and octal digits mean different things to different programs). */
function parsed(text: string): Address | null {
  const percent = text.indexOf('%');
  const bare = percent < 0 ? text : text.slice(0, percent);
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  return bare.includes(':') && ipaddr.IPv6.isValid(bare) ? ipaddr.IPv6.parse(bare) : null;
}

/**
 * What an address tells by itself, offline; null for an ordinary global one and for what is no address. A zone is
 * ignored. The narrowest block of the registries decides.
 */
export function addressNote(address: string): AddressNote | null {
  const literal = parsed(address);
  if (literal === null) return null;
  return BLOCKS[literal.kind()].find(({ range }) => literal.match(range))?.note ?? null;
}

/** Whether two addresses of one family begin with the same `bits4` resp. `bits6` bits. */
export function samePrefix(one: string, other: string, bits4: number, bits6: number): boolean {
  const [a, b] = [parsed(one), parsed(other)];
  if (a === null || b === null || a.kind() !== b.kind()) return false;
  return a.match([b, a.kind() === 'ipv4' ? bits4 : bits6]);
}
