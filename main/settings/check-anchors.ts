import ipaddr from 'ipaddr.js';
import { type Anchor, anchorKey } from '../domain/model/anchor.ts';
import { FAMILY_OF_KIND, KINDS, type Kind } from '../domain/model/kind.ts';
import { capitalized, KIND_NAMES } from '../domain/words/names.ts';
import { DEFAULT_TCP_PORT } from './defaults.ts';

export interface AnchorFault {
  /** Index of the anchor, and its field when one field is to blame. */
  readonly path: readonly (string | number)[];
  /** In the words of the file. */
  readonly message: string;
  /** In the words of a window, for people who have never seen the file. */
  readonly formMessage: string;
}

interface FaultWords {
  readonly file: string;
  readonly form: string;
}

const inBoth = (text: string): FaultWords => ({ file: text, form: text });

/** An anchor as written: the port may be left out. */
export interface WrittenAnchor {
  readonly kind: Kind;
  readonly address: string;
  readonly port?: number | undefined;
}

type Address = ReturnType<typeof ipaddr.parse>;

/** An address without its zone, which is no part of it on the wire. */
export interface Literal {
  readonly address: Address;
  readonly zone: string | null;
}

/** As the helper takes them: interface names such as `br-lan` and `eth0.2`, which ipaddr.js does not know. */
const ZONE = /^[0-9A-Za-z.:-]{1,15}$/;

/** Ranges that no probe is sent to: nobody in particular lives there, or the family would not be what it says. */
const NOBODY: ReadonlyMap<string, string> = new Map([
  ['unspecified', 'means "no address"'],
  ['broadcast', 'is the broadcast address'],
  ['multicast', 'is a multicast group'],
  ['ipv4Mapped', 'is an IPv4 address written as IPv6'],
]);

export function parseLiteral(text: string): Literal | null {
  // Short forms such as 10.1 and octal digits are read differently by different programs: refused.
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return { address: ipaddr.IPv4.parse(text), zone: null };
  const percent = text.indexOf('%');
  const bare = percent < 0 ? text : text.slice(0, percent);
  const zone = percent < 0 ? null : text.slice(percent + 1);
  if (!bare.includes(':') || !ipaddr.IPv6.isValid(bare) || (zone !== null && !ZONE.test(zone))) return null;
  return { address: ipaddr.IPv6.parse(bare), zone };
}

const textOf = ({ address, zone }: Literal): string =>
  zone === null ? address.toString() : `${address.toString()}%${zone}`;

const familyOf = ({ address }: Literal): 4 | 6 => (address.kind() === 'ipv4' ? 4 : 6);

const otherKind = (kind: Kind, family: 4 | 6): Kind =>
  KINDS.find((one) => one === kind.replace(/[46]$/, String(family))) ?? kind;

function familyFault({ kind, address }: WrittenAnchor, literal: Literal): FaultWords | null {
  const wanted = FAMILY_OF_KIND[kind];
  const family = familyOf(literal);
  if (wanted === null || wanted === family) return null;
  const what = `needs an IPv${wanted} address, but ${address} is IPv${family}`;
  const other = otherKind(kind, family);
  return {
    file: `kind ${kind} ${what}; use kind ${other} or another address`,
    form: `${capitalized(KIND_NAMES[kind])} ${what}; choose ${KIND_NAMES[other]} or another address`,
  };
}

/**
 * Anchors on the loopback: they answer whatever the network does. A file may hold them, for trials; a window asks for
 * others. A resolver of this machine's own is one that people use.
 */
export function loopbackFaults(anchors: readonly WrittenAnchor[]): AnchorFault[] {
  return anchors.flatMap(({ kind, address }, index) => {
    if (kind === 'dns' || parseLiteral(address)?.address.range() !== 'loopback') return [];
    const text = `${address} is this machine itself, which answers without any network; use one beyond it`;
    return [{ path: [index, 'address'], message: text, formMessage: text }];
  });
}

function addressFault(anchor: WrittenAnchor): FaultWords | null {
  const literal = parseLiteral(anchor.address);
  if (literal === null) {
    return inBoth(
      `"${anchor.address}" is not an IP address; anchors are literal addresses such as 192.0.2.1 or 2001:db8::1, never names`,
    );
  }
  const family = familyFault(anchor, literal);
  if (family !== null) return family;
  const fault = hostFault(anchor.address);
  if (fault === null) return null;
  return inBoth(
    `${anchor.address} ${fault.what}; ${fault.wayOut ?? 'write the address of one host in its own family'}`,
  );
}

export interface HostFault {
  /** The rest of a sentence that begins with the address. */
  readonly what: string;
  /** Where something particular can be done. */
  readonly wayOut?: string;
}

/** RFC 4007 section 6: the same link-local address may exist on every link, so it needs its zone; no other does. */
function zoneFault({ address, zone }: Literal, text: string): HostFault | null {
  const isLinkLocal6 = address.kind() === 'ipv6' && address.range() === 'linkLocal';
  if (isLinkLocal6 === (zone !== null)) return null;
  return isLinkLocal6
    ? { what: 'exists on every link', wayOut: `add the interface: ${text}%eth0` }
    : { what: 'names an interface, which only link-local addresses do', wayOut: `leave out %${zone}` };
}

/** Why no probe may be sent to a literal address; null: it may. */
export function hostFault(text: string): HostFault | null {
  const literal = parseLiteral(text);
  if (literal === null) return { what: 'is not an IP address' };
  const what = NOBODY.get(literal.address.range());
  return what === undefined ? zoneFault(literal, text) : { what };
}

function portFault({ kind, port }: WrittenAnchor): FaultWords | null {
  if (port === undefined || kind.startsWith('tcp') || kind === 'dns') return null;
  return {
    file: `kind ${kind} has no port; leave "port" out`,
    form: `${capitalized(KIND_NAMES[kind])} has no port; leave it empty`,
  };
}

function ownFault(anchor: WrittenAnchor): (FaultWords & { readonly field: string }) | null {
  const address = addressFault(anchor);
  if (address !== null) return { field: 'address', ...address };
  const port = portFault(anchor);
  return port === null ? null : { field: 'port', ...port };
}

/** The first fault of each anchor, in their order. */
export function anchorFaults(anchors: readonly WrittenAnchor[]): AnchorFault[] {
  const faults: AnchorFault[] = [];
  const firstOf = new Map<string, number>();
  for (const [index, written] of anchors.entries()) {
    const own = ownFault(written);
    if (own !== null) {
      faults.push({ path: [index, own.field], message: own.file, formMessage: own.form });
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
        formMessage: `${anchorKey(anchor)} is in the list already for ${KIND_NAMES[anchor.kind]}; once is enough`,
      });
  }
  return faults;
}

/** The one spelling of an anchor that passed `anchorFaults`: RFC 5952 address text, TCP port filled in. */
export function normalAnchor(written: WrittenAnchor): Anchor {
  const { kind, port } = written;
  const literal = parseLiteral(written.address);
  const address = literal === null ? written.address : textOf(literal);
  if (port !== undefined) return { kind, address, port };
  return kind === 'tcp4' || kind === 'tcp6' ? { kind, address, port: DEFAULT_TCP_PORT } : { kind, address };
}
