import { internetChecksum, verify } from './checksum.ts';
import { type Ipv4Option, parseIpv4Options } from './option/ipv4-option.ts';
import { MAX_OPTION_BYTES, paddedToWord } from './option/option-list.ts';
import { EMPTY, roomFor, viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** RFC 791 section 3.1, byte offsets. */
const FIELD = {
  versionAndLength: 0,
  trafficClass: 1,
  totalLength: 2,
  identification: 4,
  flagsAndOffset: 6,
  ttl: 8,
  protocol: 9,
  checksum: 10,
  source: 12,
  destination: 16,
  options: 20,
} as const;

const RESERVED = 0x8000;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const OFFSET_MASK = 0x1fff;
export const IPV4_MIN_HEADER = FIELD.options;

export interface Ipv4Header {
  /** DSCP (upper 6 bits) and ECN (lower 2). */
  readonly trafficClass: number;
  readonly identification: number;
  /** Bit 0 of the flags, which must be zero but is kept as found. */
  readonly reservedFlag: boolean;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** Bytes, a multiple of 8. */
  readonly fragmentOffset: number;
  readonly ttl: number;
  readonly protocol: number;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** As on the wire, end mark and padding included. */
  readonly optionBytes: Uint8Array;
}

/** What the header said about itself; lies are the caller's to judge. */
export interface Ipv4ReadHeader extends Ipv4Header {
  /** Bytes, options included. */
  readonly headerLength: number;
  readonly totalLength: number;
  readonly checksum: number;
}

/** Byte fields are views into the input: copy what outlives it. */
export interface Ipv4 extends Ipv4Header {
  readonly options: readonly Ipv4Option[];
  readonly payload: Uint8Array;
}

export interface Ipv4ParseOptions {
  /** `ignore` for headers that something has changed since they were summed. Default `verify`. */
  readonly checksum?: 'verify' | 'ignore';
  /**
   * `buffer`: the payload ends where the bytes end, whatever the header says. Some systems' raw sockets
   * deliver the total length in host order or without the header. Default `header`.
   */
  readonly lengthFrom?: 'header' | 'buffer';
}

/** The only length check of the header itself; all readers behind it stay inside. */
function checkHeader(bytes: Uint8Array): { view: DataView; headerLength: number } | WireError {
  if (bytes.length < IPV4_MIN_HEADER) return wireError('truncated', 'ipv4.header');
  const view = viewOf(bytes);
  const first = view.getUint8(FIELD.versionAndLength);
  if (first >> 4 !== 4) return wireError('bad-version', 'ipv4.version');
  const headerLength = (first & 0x0f) * 4;
  if (headerLength < IPV4_MIN_HEADER) return wireError('bad-length', 'ipv4.header-length');
  if (headerLength > bytes.length) return wireError('truncated', 'ipv4.options');
  return { view, headerLength };
}

/** The header alone, with neither checksum nor total length judged: for headers quoted in ICMP errors. */
export function readIpv4Header(bytes: Uint8Array): Ipv4ReadHeader | WireError {
  const checked = checkHeader(bytes);
  if (isWireError(checked)) return checked;
  const { view, headerLength } = checked;
  const flags = view.getUint16(FIELD.flagsAndOffset);
  return {
    trafficClass: view.getUint8(FIELD.trafficClass),
    identification: view.getUint16(FIELD.identification),
    reservedFlag: (flags & RESERVED) !== 0,
    dontFragment: (flags & DONT_FRAGMENT) !== 0,
    moreFragments: (flags & MORE_FRAGMENTS) !== 0,
    fragmentOffset: (flags & OFFSET_MASK) * 8,
    ttl: view.getUint8(FIELD.ttl),
    protocol: view.getUint8(FIELD.protocol),
    source: bytes.subarray(FIELD.source, FIELD.destination),
    destination: bytes.subarray(FIELD.destination, FIELD.options),
    optionBytes: bytes.subarray(FIELD.options, headerLength),
    headerLength,
    totalLength: view.getUint16(FIELD.totalLength),
    checksum: view.getUint16(FIELD.checksum),
  };
}

/** Bytes behind the total length (link padding) are left out. */
export function parseIpv4(bytes: Uint8Array, how: Ipv4ParseOptions = {}): Ipv4 | WireError {
  const read = readIpv4Header(bytes);
  if (isWireError(read)) return read;
  const { headerLength, totalLength, checksum: _, ...header } = read;
  const end = how.lengthFrom === 'buffer' ? bytes.length : totalLength;
  if (end < headerLength) return wireError('bad-length', 'ipv4.total-length');
  if (end > bytes.length) return wireError('truncated', 'ipv4.total-length');
  if (how.checksum !== 'ignore' && !verify(bytes.subarray(0, headerLength))) {
    return wireError('bad-checksum', 'ipv4.checksum');
  }
  const options = parseIpv4Options(header.optionBytes);
  if (isWireError(options)) return options;
  return { ...header, options, payload: bytes.subarray(headerLength, end) };
}

/** What `emitIpv4` needs; what is left out is zero, empty or false, and the TTL 64. */
export type Ipv4Emit = Pick<Ipv4, 'protocol' | 'source' | 'destination' | 'payload'> & Partial<Ipv4Header>;

const headerLengthOf = (packet: Ipv4Emit): number =>
  IPV4_MIN_HEADER + paddedToWord(packet.optionBytes?.length ?? 0);

export const ipv4BufferLength = (packet: Ipv4Emit): number => headerLengthOf(packet) + packet.payload.length;

function flagsOf(packet: Ipv4Emit): number {
  return (
    (packet.reservedFlag ? RESERVED : 0) |
    (packet.dontFragment ? DONT_FRAGMENT : 0) |
    (packet.moreFragments ? MORE_FRAGMENTS : 0) |
    (((packet.fragmentOffset ?? 0) >> 3) & OFFSET_MASK)
  );
}

/** Length, header checksum and option padding are filled in. */
export function emitIpv4(packet: Ipv4Emit, into?: Uint8Array): Uint8Array {
  const headerLength = headerLengthOf(packet);
  const length = ipv4BufferLength(packet);
  if (headerLength > IPV4_MIN_HEADER + MAX_OPTION_BYTES || length > 0xffff) {
    throw new RangeError(`an IPv4 packet of ${headerLength} + ${packet.payload.length} bytes`);
  }
  const bytes = roomFor(length, into);
  const view = viewOf(bytes);
  view.setUint8(FIELD.versionAndLength, 0x40 | (headerLength / 4));
  view.setUint8(FIELD.trafficClass, packet.trafficClass ?? 0);
  view.setUint16(FIELD.totalLength, length);
  view.setUint16(FIELD.identification, packet.identification ?? 0);
  view.setUint16(FIELD.flagsAndOffset, flagsOf(packet));
  view.setUint8(FIELD.ttl, packet.ttl ?? 64);
  view.setUint8(FIELD.protocol, packet.protocol);
  view.setUint16(FIELD.checksum, 0);
  bytes.set(packet.source, FIELD.source);
  bytes.set(packet.destination, FIELD.destination);
  bytes.fill(0, FIELD.options, headerLength);
  bytes.set(packet.optionBytes ?? EMPTY, FIELD.options);
  view.setUint16(FIELD.checksum, internetChecksum(bytes.subarray(0, headerLength)));
  bytes.set(packet.payload, headerLength);
  return bytes;
}
