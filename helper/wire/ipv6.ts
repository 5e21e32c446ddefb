import { emitExtensionChain, type Ipv6Extension, walkExtensions } from './ipv6-extension.ts';
import { roomFor, viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** RFC 8200 section 3, byte offsets. */
const FIELD = {
  versionClassAndFlow: 0,
  payloadLength: 4,
  nextHeader: 6,
  hopLimit: 7,
  source: 8,
  destination: 24,
  payload: 40,
} as const;
export const IPV6_HEADER = FIELD.payload;

export interface Ipv6Header {
  /** DSCP (upper 6 bits) and ECN (lower 2). */
  readonly trafficClass: number;
  /** 20 bits. */
  readonly flowLabel: number;
  readonly hopLimit: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/** What the fixed header said about itself; lies are the caller's to judge. */
export interface Ipv6ReadHeader extends Ipv6Header {
  readonly nextHeader: number;
  /** Bytes behind the fixed header, extension headers included. */
  readonly payloadLength: number;
}

/** Byte fields are views into the input: copy what outlives it. */
export interface Ipv6 extends Ipv6Header {
  readonly extensions: readonly Ipv6Extension[];
  /** Of the upper layer behind all extension headers. */
  readonly protocol: number;
  readonly payload: Uint8Array;
}

/** The fixed header alone, its payload length not judged: for headers quoted in ICMPv6 errors. */
export function readIpv6Header(bytes: Uint8Array): Ipv6ReadHeader | WireError {
  if (bytes.length < IPV6_HEADER) return wireError('truncated', 'ipv6.header');
  const view = viewOf(bytes);
  const word = view.getUint32(FIELD.versionClassAndFlow);
  if (word >>> 28 !== 6) return wireError('bad-version', 'ipv6.version');
  return {
    trafficClass: (word >>> 20) & 0xff,
    flowLabel: word & 0xfffff,
    payloadLength: view.getUint16(FIELD.payloadLength),
    nextHeader: view.getUint8(FIELD.nextHeader),
    hopLimit: view.getUint8(FIELD.hopLimit),
    source: bytes.subarray(FIELD.source, FIELD.destination),
    destination: bytes.subarray(FIELD.destination, FIELD.payload),
  };
}

/** Bytes behind the payload length are left out. Jumbograms (RFC 2675) are not supported. */
export function parseIpv6(bytes: Uint8Array): Ipv6 | WireError {
  const read = readIpv6Header(bytes);
  if (isWireError(read)) return read;
  const { nextHeader, payloadLength, ...header } = read;
  const end = IPV6_HEADER + payloadLength;
  if (end > bytes.length) return wireError('truncated', 'ipv6.payload-length');
  const chain = walkExtensions(nextHeader, bytes.subarray(IPV6_HEADER, end));
  if (chain.fault !== null) return chain.fault;
  const { extensions, protocol, payload } = chain;
  return { ...header, extensions, protocol, payload };
}

/** What `emitIpv6` needs; what is left out is zero or empty, and the hop limit 64. */
export type Ipv6Emit = Pick<Ipv6, 'protocol' | 'source' | 'destination' | 'payload'> & Partial<Ipv6>;

export const ipv6BufferLength = (packet: Ipv6Emit): number =>
  IPV6_HEADER +
  emitExtensionChain(packet.extensions ?? [], packet.protocol).bytes.length +
  packet.payload.length;

/** The payload length, next headers and option padding are filled in. */
export function emitIpv6(packet: Ipv6Emit, into?: Uint8Array): Uint8Array {
  const { nextHeader, bytes: chain } = emitExtensionChain(packet.extensions ?? [], packet.protocol);
  const payloadLength = chain.length + packet.payload.length;
  if (payloadLength > 0xffff) throw new RangeError(`an IPv6 payload of ${payloadLength} bytes`);
  const bytes = roomFor(IPV6_HEADER + payloadLength, into);
  const view = viewOf(bytes);
  const trafficClass = ((packet.trafficClass ?? 0) & 0xff) << 20;
  const flowLabel = (packet.flowLabel ?? 0) & 0xfffff;
  view.setUint32(FIELD.versionClassAndFlow, 0x6000_0000 | trafficClass | flowLabel);
  view.setUint16(FIELD.payloadLength, payloadLength);
  view.setUint8(FIELD.nextHeader, nextHeader);
  view.setUint8(FIELD.hopLimit, packet.hopLimit ?? 64);
  bytes.set(packet.source, FIELD.source);
  bytes.set(packet.destination, FIELD.destination);
  bytes.set(chain, FIELD.payload);
  bytes.set(packet.payload, FIELD.payload + chain.length);
  return bytes;
}
