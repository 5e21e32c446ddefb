import { PROTOCOL } from './ip-protocol.ts';
import { emitIpv6Options, type Ipv6Option, parseIpv6Options } from './option/ipv6-option.ts';
import { concatBytes, viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** RFC 8200 section 4: next header, length in 8-byte units without the first, then what the kind says. */
const FIELD = { nextHeader: 0, length: 1, body: 2, fragmentOffset: 2, identification: 4 } as const;
const UNIT = 8;
/** RFC 8200 knows seven kinds and each appears once (destination options twice); more is abuse. */
export const MAX_EXTENSION_HEADERS = 10;

export type Ipv6Extension =
  | { readonly kind: 'hop-by-hop' | 'destination'; readonly options: readonly Ipv6Option[] }
  | {
      readonly kind: 'routing';
      readonly routingType: number;
      readonly segmentsLeft: number;
      readonly data: Uint8Array;
    }
  | {
      readonly kind: 'fragment';
      /** Bytes, a multiple of 8. */
      readonly offset: number;
      readonly moreFragments: boolean;
      /** 32 bits. */
      readonly identification: number;
      /** The reserved byte and, below it, the two reserved bits. */
      readonly reserved: number;
    }
  /** A header of the common layout that is not looked into (mobility, host identity, shim6). */
  | { readonly kind: 'other'; readonly protocol: number; readonly data: Uint8Array };

export interface ExtensionChain {
  readonly extensions: readonly Ipv6Extension[];
  /** What `payload` is: the upper layer, or the header at fault. */
  readonly protocol: number;
  readonly payload: Uint8Array;
  readonly fault: WireError | null;
}

type Reader = (bytes: Uint8Array, protocol: number) => Ipv6Extension | WireError;

const readOptions =
  (kind: 'hop-by-hop' | 'destination'): Reader =>
  (bytes) => {
    const options = parseIpv6Options(bytes.subarray(FIELD.body));
    return isWireError(options) ? options : { kind, options };
  };

const readRouting: Reader = (bytes) => {
  const [, , routingType = 0, segmentsLeft = 0] = bytes;
  return { kind: 'routing', routingType, segmentsLeft, data: bytes.subarray(4) };
};

const readFragment: Reader = (bytes) => {
  const view = viewOf(bytes);
  const word = view.getUint16(FIELD.fragmentOffset);
  return {
    kind: 'fragment',
    offset: word & 0xfff8,
    moreFragments: (word & 1) === 1,
    identification: view.getUint32(FIELD.identification),
    reserved: (view.getUint8(FIELD.length) << 2) | ((word >> 1) & 3),
  };
};

const readOther: Reader = (bytes, protocol) => ({
  kind: 'other',
  protocol,
  data: bytes.subarray(FIELD.body),
});

/** One line for each header that the walk passes; any other number ends the chain. */
const READERS = new Map<number, Reader>([
  [PROTOCOL.hopByHop, readOptions('hop-by-hop')],
  [PROTOCOL.destinationOptions, readOptions('destination')],
  [PROTOCOL.routing, readRouting],
  [PROTOCOL.fragment, readFragment],
  [PROTOCOL.mobility, readOther],
  [PROTOCOL.hostIdentity, readOther],
  [PROTOCOL.shim6, readOther],
]);

interface Step {
  readonly extension: Ipv6Extension;
  readonly next: number;
  readonly length: number;
}

function readOne(reader: Reader, protocol: number, bytes: Uint8Array): Step | WireError {
  if (bytes.length < UNIT) return wireError('truncated', 'ipv6.extension');
  const [next = PROTOCOL.noNext, units = 0] = bytes;
  // The fragment header has a fixed size: its second byte is reserved.
  const length = protocol === PROTOCOL.fragment ? UNIT : (units + 1) * UNIT;
  if (length > bytes.length) return wireError('truncated', 'ipv6.extension-length');
  const extension = reader(bytes.subarray(0, length), protocol);
  return isWireError(extension) ? extension : { extension, next, length };
}

/** Behind a fragment that is not the first there is no header, only the middle of something. */
const isLaterFragment = (extension: Ipv6Extension): boolean =>
  extension.kind === 'fragment' && extension.offset > 0;

/** From the IPv6 header's next header. What could be read before a fault is kept. */
export function walkExtensions(nextHeader: number, bytes: Uint8Array): ExtensionChain {
  const extensions: Ipv6Extension[] = [];
  let protocol = nextHeader;
  let payload = bytes;
  const chain = (fault: WireError | null): ExtensionChain => ({ extensions, protocol, payload, fault });
  for (let reader = READERS.get(protocol); reader !== undefined; reader = READERS.get(protocol)) {
    if (extensions.length === MAX_EXTENSION_HEADERS) return chain(wireError('too-deep', 'ipv6.extensions'));
    const step = readOne(reader, protocol, payload);
    if (isWireError(step)) return chain(step);
    extensions.push(step.extension);
    protocol = step.next;
    payload = payload.subarray(step.length);
    if (isLaterFragment(step.extension)) break;
  }
  return chain(null);
}

function protocolOf(extension: Ipv6Extension): number {
  switch (extension.kind) {
    case 'hop-by-hop':
      return PROTOCOL.hopByHop;
    case 'destination':
      return PROTOCOL.destinationOptions;
    case 'routing':
      return PROTOCOL.routing;
    case 'fragment':
      return PROTOCOL.fragment;
    case 'other':
      return extension.protocol;
  }
}

/** The header behind its first two bytes. */
function emitBody(extension: Ipv6Extension): Uint8Array {
  switch (extension.kind) {
    case 'hop-by-hop':
    case 'destination':
      return emitIpv6Options(extension.options);
    case 'routing':
      return concatBytes([Uint8Array.of(extension.routingType, extension.segmentsLeft), extension.data]);
    case 'fragment': {
      const body = new Uint8Array(UNIT - FIELD.body);
      const view = viewOf(body);
      const low = ((extension.reserved & 3) << 1) | (extension.moreFragments ? 1 : 0);
      view.setUint16(FIELD.fragmentOffset - FIELD.body, (extension.offset & 0xfff8) | low);
      view.setUint32(FIELD.identification - FIELD.body, extension.identification);
      return body;
    }
    case 'other':
      return extension.data;
  }
}

function emitOne(extension: Ipv6Extension, next: number): Uint8Array {
  const body = emitBody(extension);
  const length = FIELD.body + body.length;
  if (length % UNIT !== 0 || length > 256 * UNIT) {
    throw new RangeError(`an IPv6 extension header of ${length} bytes`);
  }
  const second = extension.kind === 'fragment' ? extension.reserved >> 2 : length / UNIT - 1;
  return concatBytes([Uint8Array.of(next, second), body]);
}

/** `nextHeader` goes into the IPv6 header, `protocol` is what follows the chain. */
export function emitExtensionChain(
  extensions: readonly Ipv6Extension[],
  protocol: number,
): { readonly nextHeader: number; readonly bytes: Uint8Array } {
  const headers = extensions.map((extension, index) => {
    const following = extensions[index + 1];
    return emitOne(extension, following === undefined ? protocol : protocolOf(following));
  });
  const [first] = extensions;
  return {
    nextHeader: first === undefined ? protocol : protocolOf(first),
    bytes: concatBytes(headers),
  };
}

/** The destination header that Linux's ip6tnl puts into every packet by default: 8 bytes. */
export const encapsulationLimit = (limit: number): Ipv6Extension => ({
  kind: 'destination',
  options: [
    { option: 'encapsulation-limit', limit },
    { option: 'padn', data: new Uint8Array(1) },
  ],
});
