import { MAX_IP_DEPTH, PROTOCOL } from './ip-protocol.ts';
import { emitIpv4, type Ipv4, type Ipv4Emit, parseIpv4 } from './ipv4.ts';
import { emitIpv6, type Ipv6, type Ipv6Emit, parseIpv6 } from './ipv6.ts';
import { concatBytes, EMPTY } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/**
 * IP in IP: RFC 2003 (4 in 4), RFC 4213 (6 in 4), RFC 2473 (both in 6), in any mixture. A layer's own protocol
 * number follows from what is inside it.
 */
export type IpLayer = Slack &
  (
    | ({ readonly family: 4 } & Omit<Ipv4, 'protocol' | 'payload'>)
    | ({ readonly family: 6 } & Omit<Ipv6, 'protocol' | 'payload'>)
  );

interface Slack {
  /** Bytes of this layer behind the end of the packet in it: a decapsulator drops them. Empty as a rule. */
  readonly slack: Uint8Array;
}

export interface IpStack {
  /** Outermost first; never empty. */
  readonly layers: readonly IpLayer[];
  /** What the innermost layer carries. */
  readonly protocol: number;
  readonly payload: Uint8Array;
}

interface ParsedLayer {
  readonly layer: IpLayer;
  readonly protocol: number;
  readonly payload: Uint8Array;
}

function parseLayer4(bytes: Uint8Array): ParsedLayer | WireError {
  const packet = parseIpv4(bytes);
  if (isWireError(packet)) return packet;
  const { protocol, payload, ...rest } = packet;
  return { layer: { family: 4, ...rest, slack: EMPTY }, protocol, payload };
}

function parseLayer6(bytes: Uint8Array): ParsedLayer | WireError {
  const packet = parseIpv6(bytes);
  if (isWireError(packet)) return packet;
  const { protocol, payload, ...rest } = packet;
  return { layer: { family: 6, ...rest, slack: EMPTY }, protocol, payload };
}

/** A fragment's payload is no packet until it is reassembled. */
const isFragment = (layer: IpLayer): boolean =>
  layer.family === 4
    ? layer.moreFragments || layer.fragmentOffset > 0
    : layer.extensions.some(
        (extension) => extension.kind === 'fragment' && (extension.moreFragments || extension.offset > 0),
      );

/** The family that must follow, by the outer protocol number; null when no packet does. */
function innerFamily({ layer, protocol }: ParsedLayer): 4 | 6 | null {
  if (isFragment(layer)) return null;
  if (protocol === PROTOCOL.ipv4) return 4;
  return protocol === PROTOCOL.ipv6 ? 6 : null;
}

const parseLayer = (family: 4 | 6, bytes: Uint8Array): ParsedLayer | WireError =>
  family === 4 ? parseLayer4(bytes) : parseLayer6(bytes);

/** What is left of `bytes` behind a packet parsed from their beginning, whose payload is a view into them. */
const behind = (bytes: Uint8Array, { payload }: ParsedLayer): Uint8Array =>
  bytes.subarray(payload.byteOffset - bytes.byteOffset + payload.length);

const inLayer = (fault: WireError, index: number): WireError =>
  wireError(fault.error, `layer-${index}.${fault.at}`);

/** One packet or a nest of them. A fault in any layer is a fault of the whole; layers count from 0 outside. */
export function parseIpStack(bytes: Uint8Array): IpStack | WireError {
  const layers: IpLayer[] = [];
  let family: 4 | 6 = (bytes[0] ?? 0) >> 4 === 6 ? 6 : 4;
  let rest = bytes;
  for (;;) {
    if (layers.length === MAX_IP_DEPTH) return wireError('too-deep', `layer-${layers.length}`);
    const parsed = parseLayer(family, rest);
    if (isWireError(parsed)) return inLayer(parsed, layers.length);
    const outer = layers.at(-1);
    if (outer !== undefined) layers[layers.length - 1] = { ...outer, slack: behind(rest, parsed) };
    layers.push(parsed.layer);
    const inner = innerFamily(parsed);
    if (inner === null) return { layers, protocol: parsed.protocol, payload: parsed.payload };
    family = inner;
    rest = parsed.payload;
  }
}

type Inferred = 'protocol' | 'payload';
/** Fields that are left out take the defaults of `emitIpv4` and `emitIpv6`. */
export type IpLayerEmit = Partial<Slack> &
  (({ readonly family: 4 } & Omit<Ipv4Emit, Inferred>) | ({ readonly family: 6 } & Omit<Ipv6Emit, Inferred>));

export interface IpStackEmit {
  readonly layers: readonly IpLayerEmit[];
  readonly protocol: number;
  readonly payload: Uint8Array;
}

function emitLayer(layer: IpLayerEmit, protocol: number, inner: Uint8Array): Uint8Array {
  const payload = layer.slack === undefined ? inner : concatBytes([inner, layer.slack]);
  return layer.family === 4
    ? emitIpv4({ ...layer, protocol, payload })
    : emitIpv6({ ...layer, protocol, payload });
}

/** Throws RangeError without layers, with too many, or when the nest outgrows an IP packet. */
export function emitIpStack({ layers, protocol, payload }: IpStackEmit): Uint8Array {
  if (layers.length === 0 || layers.length > MAX_IP_DEPTH) throw new RangeError(`${layers.length} IP layers`);
  let inner = { protocol, bytes: payload };
  for (const layer of layers.toReversed()) {
    const bytes = emitLayer(layer, inner.protocol, inner.bytes);
    inner = { protocol: layer.family === 4 ? PROTOCOL.ipv4 : PROTOCOL.ipv6, bytes };
  }
  return inner.bytes;
}
