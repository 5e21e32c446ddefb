import ipaddr from 'ipaddr.js';
import { type Anchor, anchorKey } from '../domain/model/anchor.ts';
import { FAMILY_OF_KIND, type Kind } from '../domain/model/kind.ts';
import { DEFAULT_TCP_PORT } from './defaults.ts';

export interface AnchorFault {
  /** Index of the anchor, and its field when one field is to blame. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** An anchor as written: the port may be left out. */
export interface WrittenAnchor {
  readonly kind: Kind;
  readonly address: string;
  readonly port?: number | undefined;
}

type Address = ReturnType<typeof ipaddr.parse>;

/** Ranges that no probe is sent to: nobody in particular lives there, or the family would not be what it says. */
const NOBODY: ReadonlyMap<string, string> = new Map([
  ['unspecified', 'means "no address"'],
  ['broadcast', 'is the broadcast address'],
  ['multicast', 'is a multicast group'],
  ['ipv4Mapped', 'is an IPv4 address written as IPv6'],
]);

function parseLiteral(address: string): Address | null {
  // Short forms such as 10.1 and octal digits are read differently by different programs: refused.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  return address.includes(':') && ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address) : null;
}

const familyOf = (address: Address): 4 | 6 => (address.kind() === 'ipv4' ? 4 : 6);

function otherKind(kind: Kind, family: 4 | 6): string {
  return kind.replace(/[46]$/, String(family));
}

function addressFault(anchor: WrittenAnchor): string | null {
  const address = parseLiteral(anchor.address);
  if (address === null) {
    return `"${anchor.address}" is not an IP address; anchors are literal addresses such as 192.0.2.1 or 2001:db8::1, never names`;
  }
  const wanted = FAMILY_OF_KIND[anchor.kind];
  const family = familyOf(address);
  if (wanted !== null && wanted !== family) {
    return `kind ${anchor.kind} needs an IPv${wanted} address, but ${anchor.address} is IPv${family}; use kind ${otherKind(anchor.kind, family)} or another address`;
  }
  const fault = hostFault(anchor.address);
  if (fault === null) return null;
  return `${anchor.address} ${fault.what}; ${fault.wayOut ?? 'write the address of one host in its own family'}`;
}

export interface HostFault {
  /** The rest of a sentence that begins with the address. */
  readonly what: string;
  /** Where something particular can be done. */
  readonly wayOut?: string;
}

/** RFC 4007 section 6: the same link-local address may exist on every link, so it needs its zone. */
const needsZone = (address: Address, literal: string): boolean =>
  address.kind() === 'ipv6' && address.range() === 'linkLocal' && !literal.includes('%');

/** Why no probe may be sent to a literal address; null: it may. */
export function hostFault(literal: string): HostFault | null {
  const address = parseLiteral(literal);
  if (address === null) return { what: 'is not an IP address' };
  if (needsZone(address, literal)) {
    return { what: 'exists on every link', wayOut: `add the interface: ${literal}%eth0` };
  }
  const what = NOBODY.get(address.range());
  return what === undefined ? null : { what };
}

function portFault(anchor: WrittenAnchor): string | null {
  if (anchor.port === undefined || anchor.kind.startsWith('tcp') || anchor.kind === 'dns') return null;
  return `kind ${anchor.kind} has no port; leave "port" out`;
}

function ownFault(anchor: WrittenAnchor): { field: string; message: string } | null {
  const address = addressFault(anchor);
  if (address !== null) return { field: 'address', message: address };
  const port = portFault(anchor);
  return port === null ? null : { field: 'port', message: port };
}

/** The first fault of each anchor, in their order. */
export function anchorFaults(anchors: readonly WrittenAnchor[]): AnchorFault[] {
  const faults: AnchorFault[] = [];
  const firstOf = new Map<string, number>();
  for (const [index, written] of anchors.entries()) {
    const own = ownFault(written);
    if (own !== null) {
      faults.push({ path: [index, own.field], message: own.message });
      continue;
    }
    const anchor = normalAnchor(written);
    const name = `${anchor.kind} ${anchorKey(anchor)}`;
    const first = firstOf.get(name);
    if (first === undefined) firstOf.set(name, index);
    else
      faults.push({
        path: [index],
        message: `${name} is already anchor ${first + 1} of the list; remove one`,
      });
  }
  return faults;
}

/** The one spelling of an anchor that passed `anchorFaults`: RFC 5952 address text, TCP port filled in. */
export function normalAnchor(written: WrittenAnchor): Anchor {
  const { kind, port } = written;
  const address = parseLiteral(written.address)?.toString() ?? written.address;
  if (port !== undefined) return { kind, address, port };
  return kind === 'tcp4' || kind === 'tcp6' ? { kind, address, port: DEFAULT_TCP_PORT } : { kind, address };
}
