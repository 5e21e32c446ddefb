import { internetChecksum, verify } from './checksum.ts';
import type { RawObject } from './extension/object.ts';
import { type ErrorBody, emitExtensions, padQuoted, splitErrorBody } from './extensions.ts';
import type { IcmpCategory } from './icmp-codes.ts';
import { concatBytes, roomFor, viewOf } from './view.ts';
import { type WireError, wireError } from './wire-error.ts';

/** RFC 792 and RFC 4443 share this layout; what differs is a table of each family (icmpv4.ts, icmpv6.ts). */
const FIELD = { type: 0, code: 1, checksum: 2, restOfHeader: 4, id: 4, sequence: 6, body: 8 } as const;
const REST_BYTES = FIELD.body - FIELD.restOfHeader;

export interface IcmpEcho {
  readonly kind: 'echo-request' | 'echo-reply';
  readonly id: number;
  readonly sequence: number;
  readonly payload: Uint8Array;
}

/** What the four bytes behind the checksum say, where the type gives them a meaning. */
export interface IcmpErrorDetail {
  /** Next-hop MTU in bytes (RFC 1191, RFC 4443); left out when the router did not tell it. */
  readonly mtu?: number;
  /** Offset of the offending byte in the quoted datagram. */
  readonly pointer?: number;
  /** The better router of an ICMPv4 redirect. */
  readonly gateway?: Uint8Array;
}

export interface IcmpError extends IcmpErrorDetail, ErrorBody {
  readonly kind: 'error';
  readonly type: number;
  readonly code: number;
  readonly category: IcmpCategory;
  /** `host-unreachable`, ...; see icmp-codes.ts. */
  readonly name: string;
  /** The four bytes behind the checksum as on the wire. */
  readonly restOfHeader: Uint8Array;
}

export interface IcmpUnknown {
  readonly kind: 'unknown';
  readonly type: number;
  readonly code: number;
  /** All behind the checksum. */
  readonly rest: Uint8Array;
}

/** Byte fields are views into the input: copy what outlives it. */
export type IcmpMessage = IcmpEcho | IcmpError | IcmpUnknown;

/** The part of an error that goes on the wire. */
export type IcmpErrorEmit = Pick<IcmpError, 'kind' | 'type' | 'code' | 'restOfHeader' | 'quoted' | 'trailer'>;
export type IcmpEmit = IcmpEcho | IcmpErrorEmit | IcmpUnknown;

export interface IcmpErrorShape {
  readonly category: (code: number) => IcmpCategory;
  /** RFC 4884: where in the rest of the header the length attribute is, and in what unit; null without one. */
  readonly lengthAttribute: { readonly offset: number; readonly unit: 4 | 8 } | null;
  readonly read: (rest: DataView, code: number) => IcmpErrorDetail;
  readonly write: (rest: DataView, detail: IcmpErrorDetail) => void;
}

export interface IcmpFamily {
  /** Prefix of `WireError.at`. */
  readonly at: string;
  readonly echoRequest: number;
  readonly echoReply: number;
  readonly errors: ReadonlyMap<number, IcmpErrorShape>;
  readonly name: (type: number, code: number) => string;
}

function quotedLengthOf(shape: IcmpErrorShape, rest: DataView): number | null {
  const attribute = shape.lengthAttribute;
  return attribute === null ? null : rest.getUint8(attribute.offset) * attribute.unit;
}

function errorOf(
  family: IcmpFamily,
  shape: IcmpErrorShape,
  code: { type: number; code: number },
  bytes: { rest: Uint8Array; body: Uint8Array },
): IcmpError {
  const rest = viewOf(bytes.rest);
  return {
    kind: 'error',
    ...code,
    category: shape.category(code.code),
    name: family.name(code.type, code.code),
    restOfHeader: bytes.rest,
    ...shape.read(rest, code.code),
    ...splitErrorBody(bytes.body, quotedLengthOf(shape, rest)),
  };
}

/** Echoes have code 0; with any other the message is kept as unknown. */
function echoKind(family: IcmpFamily, type: number, code: number): IcmpEcho['kind'] | null {
  if (code !== 0) return null;
  if (type === family.echoRequest) return 'echo-request';
  return type === family.echoReply ? 'echo-reply' : null;
}

/** `initial` is the folded sum of the pseudo header; null: somebody else (the kernel) has verified it. */
export function parseIcmp(
  family: IcmpFamily,
  bytes: Uint8Array,
  initial: number | null,
): IcmpMessage | WireError {
  if (bytes.length < FIELD.restOfHeader) return wireError('truncated', `${family.at}.header`);
  if (initial !== null && !verify(bytes, initial)) return wireError('bad-checksum', `${family.at}.checksum`);
  const view = viewOf(bytes);
  const type = view.getUint8(FIELD.type);
  const code = view.getUint8(FIELD.code);
  const echo = echoKind(family, type, code);
  const shape = family.errors.get(type);
  if (echo === null && shape === undefined) {
    return { kind: 'unknown', type, code, rest: bytes.subarray(FIELD.restOfHeader) };
  }
  if (bytes.length < FIELD.body) return wireError('truncated', `${family.at}.header`);
  const body = bytes.subarray(FIELD.body);
  if (shape !== undefined) {
    const rest = bytes.subarray(FIELD.restOfHeader, FIELD.body);
    return errorOf(family, shape, { type, code }, { rest, body });
  }
  return {
    kind: echo ?? 'echo-reply',
    id: view.getUint16(FIELD.id),
    sequence: view.getUint16(FIELD.sequence),
    payload: body,
  };
}

export function icmpBufferLength(message: IcmpEmit): number {
  switch (message.kind) {
    case 'echo-request':
    case 'echo-reply':
      return FIELD.body + message.payload.length;
    case 'error':
      return FIELD.body + message.quoted.length + message.trailer.length;
    case 'unknown':
      return FIELD.restOfHeader + message.rest.length;
  }
}

function setTypeAndCode(bytes: Uint8Array, type: number, code: number): void {
  bytes.set([type, code, 0, 0], FIELD.type);
}

function writeMessage(family: IcmpFamily, message: IcmpEmit, bytes: Uint8Array): void {
  switch (message.kind) {
    case 'echo-request':
    case 'echo-reply': {
      const view = viewOf(bytes);
      setTypeAndCode(bytes, message.kind === 'echo-request' ? family.echoRequest : family.echoReply, 0);
      view.setUint16(FIELD.id, message.id);
      view.setUint16(FIELD.sequence, message.sequence);
      bytes.set(message.payload, FIELD.body);
      return;
    }
    case 'error':
      setTypeAndCode(bytes, message.type, message.code);
      bytes.set(message.restOfHeader, FIELD.restOfHeader);
      bytes.set(message.quoted, FIELD.body);
      bytes.set(message.trailer, FIELD.body + message.quoted.length);
      return;
    case 'unknown':
      setTypeAndCode(bytes, message.type, message.code);
      bytes.set(message.rest, FIELD.restOfHeader);
  }
}

/** With `initial` null the checksum stays zero, for a socket that fills it in. */
export function emitIcmp(
  family: IcmpFamily,
  message: IcmpEmit,
  initial: number | null,
  into?: Uint8Array,
): Uint8Array {
  const bytes = roomFor(icmpBufferLength(message), into);
  writeMessage(family, message, bytes);
  if (initial !== null) viewOf(bytes).setUint16(FIELD.checksum, internetChecksum(bytes, initial));
  return bytes;
}

export interface IcmpErrorFields extends IcmpErrorDetail {
  readonly type: number;
  readonly code: number;
  /** The datagram at fault, cut as the sender likes. */
  readonly quoted: Uint8Array;
  /** With any, the quote is padded and the length attribute set (RFC 4884). */
  readonly extensions?: readonly RawObject[];
}

/** Throws RangeError for a type that is no error, or extensions on a message that can't carry them. */
export function buildIcmpError(family: IcmpFamily, fields: IcmpErrorFields): IcmpError {
  const { type, code } = fields;
  const shape = family.errors.get(type);
  if (shape === undefined) throw new RangeError(`${family.at} type ${type} is no error`);
  const restOfHeader = new Uint8Array(REST_BYTES);
  shape.write(viewOf(restOfHeader), fields);
  const objects = fields.extensions ?? [];
  if (objects.length === 0) {
    return errorOf(family, shape, { type, code }, { rest: restOfHeader, body: fields.quoted });
  }
  const attribute = shape.lengthAttribute;
  if (attribute === null) throw new RangeError(`${family.at} type ${type} carries no extensions`);
  const quoted = padQuoted(fields.quoted, attribute.unit);
  viewOf(restOfHeader).setUint8(attribute.offset, quoted.length / attribute.unit);
  const body = concatBytes([quoted, emitExtensions(objects)]);
  return errorOf(family, shape, { type, code }, { rest: restOfHeader, body });
}
