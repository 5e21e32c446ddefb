import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Somebody on the network, or a name for it that needs no resolver. */
export interface Target {
  /** Canonical (RFC 5952), without its zone. */
  readonly address: string;
  /** Interface of a link-local address; null: none needed. */
  readonly zone: string | null;
  readonly family: 4 | 6;
}

export type LiteralReading =
  | { readonly kind: 'target'; readonly target: Target }
  /** `text`: the rest of a sentence that begins with the address; then the way out. */
  | { readonly kind: 'fault'; readonly text: string; readonly wayOut: string }
  | { readonly kind: 'no-literal' };

const NOBODY: ReadonlyMap<string, string> = new Map([
  ['unspecified', 'means "no address"'],
  ['broadcast', 'is the broadcast address'],
  ['multicast', 'is a multicast group, not one host'],
  ['ipv4Mapped', 'is an IPv4 address written as IPv6'],
]);

/** As the helper takes them: interface names such as `br-lan` and `eth0.2`. */
const ZONE = /^[0-9A-Za-z.:-]{1,15}$/;

const fault = (text: string, wayOut: string): LiteralReading => ({ kind: 'fault', text, wayOut });

/** Short forms such as 10.1 are no literals: programs read them differently. */
export function readLiteral(text: string): LiteralReading {
  const family = isIP(text);
  if (family !== 4 && family !== 6) return { kind: 'no-literal' };
  const [bare = '', zone = null] = text.split('%');
  if (!ipaddr.isValid(bare)) return { kind: 'no-literal' };
  const address = ipaddr.parse(bare);
  const range = address.range();
  const nobody = NOBODY.get(range);
  if (nobody !== undefined) return fault(nobody, 'name the address of one host');
  const needsZone = family === 6 && range === 'linkLocal';
  if (needsZone && zone === null) return fault('exists on every link', `add the interface: ${bare}%eth0`);
  if (!needsZone && zone !== null) {
    return fault('names an interface, which only link-local addresses do', `leave out %${zone}`);
  }
  if (zone !== null && !ZONE.test(zone)) return fault('names no interface', `add one: ${bare}%eth0`);
  return { kind: 'target', target: { address: address.toString(), zone, family } };
}

/** As the helper and sockets take it. */
export const zoned = ({ address, zone }: Target): string => (zone === null ? address : `${address}%${zone}`);
