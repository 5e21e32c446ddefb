import { ICMPV4_TYPE } from './icmpv4.ts';
import { ICMPV6_TYPE } from './icmpv6.ts';
import { MAX_IP_DEPTH, PROTOCOL } from './ip-protocol.ts';
import { readIpv4Header } from './ipv4.ts';
import { IPV6_HEADER, readIpv6Header } from './ipv6.ts';
import { type Ipv6Extension, walkExtensions } from './ipv6-extension.ts';
import { viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** The IP header as the router that dropped the packet saw it; its checksum and lengths are not judged. */
export interface QuotedIp {
  readonly family: 4 | 6;
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  /** Of the upper layer, behind any IPv6 extension headers. */
  readonly protocol: number;
  /** IPv4: the IP-ID. IPv6: the fragment header's, or null without one. */
  readonly identification: number | null;
  /** IPv6 only. */
  readonly flowLabel: number | null;
  readonly trafficClass: number;
  /** TTL or hop limit left when the packet was dropped. */
  readonly ttl: number;
  /** Bytes, header included, as the header says; some routers quote a changed one. */
  readonly totalLength: number;
  /** Bytes; other than 0: what follows is the middle of a datagram. */
  readonly fragmentOffset: number;
  readonly moreFragments: boolean;
}

/** What is there of the upper layer. A field that was cut off is null; `payload` may be shorter than sent. */
export type QuotedContent =
  | {
      readonly kind: 'echo';
      readonly request: boolean;
      readonly id: number;
      readonly sequence: number;
      readonly checksum: number;
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: 'udp';
      readonly sourcePort: number;
      readonly destinationPort: number;
      readonly length: number | null;
      /** As it arrived there: another one than was sent proves a translator on the way. */
      readonly checksum: number | null;
      readonly payload: Uint8Array;
    }
  | {
      readonly kind: 'tcp';
      readonly sourcePort: number;
      readonly destinationPort: number;
      readonly sequence: number | null;
      readonly acknowledgement: number | null;
      /** Behind the sequence number. */
      readonly rest: Uint8Array;
    }
  /** An IP packet in an IP packet, its header whole. */
  | { readonly kind: 'ip'; readonly inner: Quoted }
  /** Eight bytes or more of an inner IP header, but not all: enough for an IPv4 IP-ID. */
  | {
      readonly kind: 'ip-partial';
      readonly family: 4 | 6;
      readonly identification: number | null;
      readonly flowLabel: number | null;
    }
  /** No upper-layer header: a later fragment. */
  | { readonly kind: 'fragment' }
  /** Another protocol, or too little of a known one. */
  | { readonly kind: 'other' };

export interface Quoted {
  readonly ip: QuotedIp;
  readonly content: QuotedContent;
  /** All behind the IP header and its extension headers, without RFC 4884 padding. */
  readonly bytes: Uint8Array;
}

interface Read {
  readonly ip: QuotedIp;
  readonly bytes: Uint8Array;
  /** The IPv6 extension headers could not be read to their end. */
  readonly broken: boolean;
}

/**
 * Zeros behind the quoted datagram's own length are RFC 4884 padding. Only zeros are cut: a total length that
 * a router changed before quoting must not cost payload.
 */
function withoutPadding(bytes: Uint8Array, length: number): Uint8Array {
  const padding = bytes.subarray(Math.max(0, length));
  return padding.every((byte) => byte === 0) ? bytes.subarray(0, Math.max(0, length)) : bytes;
}

function readQuoted4(bytes: Uint8Array): Read | WireError {
  const header = readIpv4Header(bytes);
  if (isWireError(header)) return header;
  const { source, destination, protocol, identification, trafficClass, ttl } = header;
  const { totalLength, fragmentOffset, moreFragments } = header;
  return {
    ip: {
      family: 4,
      ...{ source, destination, protocol, identification, trafficClass, ttl },
      ...{ totalLength, fragmentOffset, moreFragments, flowLabel: null },
    },
    bytes: withoutPadding(bytes.subarray(header.headerLength), totalLength - header.headerLength),
    broken: false,
  };
}

function fragmentOf(extensions: readonly Ipv6Extension[]) {
  for (const extension of extensions) if (extension.kind === 'fragment') return extension;
  return null;
}

function readQuoted6(bytes: Uint8Array): Read | WireError {
  const header = readIpv6Header(bytes);
  if (isWireError(header)) return header;
  const { source, destination, trafficClass, flowLabel, hopLimit, payloadLength } = header;
  const body = withoutPadding(bytes.subarray(IPV6_HEADER), payloadLength);
  const chain = walkExtensions(header.nextHeader, body);
  const fragment = fragmentOf(chain.extensions);
  return {
    ip: {
      family: 6,
      ...{ source, destination, trafficClass, flowLabel },
      protocol: chain.protocol,
      identification: fragment?.identification ?? null,
      ttl: hopLimit,
      totalLength: IPV6_HEADER + payloadLength,
      fragmentOffset: fragment?.offset ?? 0,
      moreFragments: fragment?.moreFragments ?? false,
    },
    bytes: chain.payload,
    broken: chain.fault !== null,
  };
}

const readQuotedIp = (bytes: Uint8Array): Read | WireError =>
  (bytes[0] ?? 0) >> 4 === 6 ? readQuoted6(bytes) : readQuoted4(bytes);

type ContentReader = (bytes: Uint8Array, depth: number) => QuotedContent;

const OTHER: QuotedContent = { kind: 'other' };

const readEcho =
  (requestType: number, replyType: number): ContentReader =>
  (bytes) => {
    if (bytes.length < 8) return OTHER;
    const view = viewOf(bytes);
    const type = view.getUint8(0);
    if (type !== requestType && type !== replyType) return OTHER;
    return {
      kind: 'echo',
      request: type === requestType,
      checksum: view.getUint16(2),
      id: view.getUint16(4),
      sequence: view.getUint16(6),
      payload: bytes.subarray(8),
    };
  };

const readUdp: ContentReader = (bytes) => {
  if (bytes.length < 4) return OTHER;
  const view = viewOf(bytes);
  const whole = bytes.length >= 8;
  return {
    kind: 'udp',
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    length: whole ? view.getUint16(4) : null,
    checksum: whole ? view.getUint16(6) : null,
    payload: bytes.subarray(8),
  };
};

const readTcp: ContentReader = (bytes) => {
  if (bytes.length < 4) return OTHER;
  const view = viewOf(bytes);
  return {
    kind: 'tcp',
    sourcePort: view.getUint16(0),
    destinationPort: view.getUint16(2),
    sequence: bytes.length >= 8 ? view.getUint32(4) : null,
    acknowledgement: bytes.length >= 12 ? view.getUint32(8) : null,
    rest: bytes.subarray(8),
  };
};

/** The first 8 bytes of an IP header: version to fragment offset (IPv4), version to hop limit (IPv6). */
function readPartial(family: 4 | 6, bytes: Uint8Array): QuotedContent {
  if (bytes.length < 8) return OTHER;
  const view = viewOf(bytes);
  if (view.getUint8(0) >> 4 !== family) return OTHER;
  return {
    kind: 'ip-partial',
    family,
    identification: family === 4 ? view.getUint16(4) : null,
    flowLabel: family === 6 ? view.getUint32(0) & 0xfffff : null,
  };
}

const readInner =
  (family: 4 | 6): ContentReader =>
  (bytes, depth) => {
    if ((bytes[0] ?? 0) >> 4 !== family) return OTHER;
    const inner = readLayer(bytes, depth + 1);
    return isWireError(inner) ? readPartial(family, bytes) : { kind: 'ip', inner };
  };

/** One line for each upper layer that is looked into. */
const READERS = new Map<number, ContentReader>([
  [PROTOCOL.icmp, readEcho(ICMPV4_TYPE.echoRequest, ICMPV4_TYPE.echoReply)],
  [PROTOCOL.icmpv6, readEcho(ICMPV6_TYPE.echoRequest, ICMPV6_TYPE.echoReply)],
  [PROTOCOL.udp, readUdp],
  [PROTOCOL.tcp, readTcp],
  [PROTOCOL.ipv4, readInner(4)],
  [PROTOCOL.ipv6, readInner(6)],
]);

function contentOf({ ip, bytes, broken }: Read, depth: number): QuotedContent {
  if (ip.fragmentOffset > 0) return { kind: 'fragment' };
  return broken ? OTHER : (READERS.get(ip.protocol)?.(bytes, depth) ?? OTHER);
}

function readLayer(bytes: Uint8Array, depth: number): Quoted | WireError {
  if (depth >= MAX_IP_DEPTH) return wireError('too-deep', 'quoted');
  const read = readQuotedIp(bytes);
  if (isWireError(read)) return read;
  return { ip: read.ip, content: contentOf(read, depth), bytes: read.bytes };
}

/**
 * The datagram quoted in an ICMP or ICMPv6 error: an IP header and as little as 8 bytes behind it (RFC 792),
 * often more. An error only when not even the outermost IP header is whole.
 */
export const parseQuoted = (bytes: Uint8Array): Quoted | WireError => readLayer(bytes, 0);

/** IP headers outermost first, and what the innermost whole one carries. */
export function unwrapQuoted(quoted: Quoted): {
  readonly layers: readonly QuotedIp[];
  readonly content: Exclude<QuotedContent, { kind: 'ip' }>;
} {
  const layers = [quoted.ip];
  let content = quoted.content;
  while (content.kind === 'ip') {
    layers.push(content.inner.ip);
    content = content.inner.content;
  }
  return { layers, content };
}
