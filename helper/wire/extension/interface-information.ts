import { concatBytes, viewOf } from '../view.ts';
import { isWireError, type WireError, wireError } from '../wire-error.ts';
import type { RawObject } from './object.ts';

/** RFC 5837 section 4: class 2; the sub-type says whose interface it is and which parts follow, in this order. */
export const INTERFACE_CLASS = 2;
const HAS_INDEX = 0x08;
const HAS_ADDRESS = 0x04;
const HAS_NAME = 0x02;
const HAS_MTU = 0x01;
const RESERVED_BITS = 0x30;

const ROLES = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;
export type InterfaceRole = (typeof ROLES)[number];

/** IANA address family numbers. */
const AFI = { ipv4: 1, ipv6: 2 } as const;
/** The name part counts its own length byte, fills whole words and takes at most this. */
const MAX_NAME_PART = 64;

export interface InterfaceInformation {
  readonly role: InterfaceRole;
  readonly index: number | null;
  readonly address: Uint8Array | null;
  /** For people: a stranger chose these bytes, so control characters are replaced by U+FFFD. */
  readonly name: string | null;
  /** Bytes. */
  readonly mtu: number | null;
}

interface Part<T> {
  readonly value: T | null;
  readonly rest: Uint8Array;
}

function takeWord(present: boolean, bytes: Uint8Array, at: string): Part<number> | WireError {
  if (!present) return { value: null, rest: bytes };
  if (bytes.length < 4) return wireError('truncated', at);
  return { value: viewOf(bytes).getUint32(0), rest: bytes.subarray(4) };
}

function takeAddress(present: boolean, bytes: Uint8Array): Part<Uint8Array> | WireError {
  if (!present) return { value: null, rest: bytes };
  if (bytes.length < 4) return wireError('truncated', 'interface.address');
  const family = viewOf(bytes).getUint16(0);
  const length = family === AFI.ipv4 ? 4 : family === AFI.ipv6 ? 16 : 0;
  if (length === 0) return wireError('bad-field', 'interface.address-family');
  if (bytes.length < 4 + length) return wireError('truncated', 'interface.address');
  return { value: bytes.subarray(4, 4 + length), rest: bytes.subarray(4 + length) };
}

function decodeName(bytes: Uint8Array): string {
  const percent = Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  let text: string;
  try {
    text = decodeURIComponent(percent);
  } catch {
    text = String.fromCharCode(...bytes.map((byte) => (byte < 0x80 ? byte : 0x1a)));
  }
  return text.replace(/\0+$/, '').replace(/\p{Cc}/gu, '\ufffd');
}

function takeName(present: boolean, bytes: Uint8Array): Part<string> | WireError {
  if (!present) return { value: null, rest: bytes };
  const length = bytes[0] ?? 0;
  if (length === 0 || length % 4 !== 0 || length > MAX_NAME_PART) {
    return wireError('bad-length', 'interface.name-length');
  }
  if (bytes.length < length) return wireError('truncated', 'interface.name');
  return { value: decodeName(bytes.subarray(1, length)), rest: bytes.subarray(length) };
}

export function parseInterfaceInformation({ cType, payload }: RawObject): InterfaceInformation | WireError {
  const role = ROLES[(cType >> 6) & 3];
  if (role === undefined || (cType & RESERVED_BITS) !== 0) return wireError('bad-field', 'interface.c-type');
  const index = takeWord((cType & HAS_INDEX) !== 0, payload, 'interface.index');
  if (isWireError(index)) return index;
  const address = takeAddress((cType & HAS_ADDRESS) !== 0, index.rest);
  if (isWireError(address)) return address;
  const name = takeName((cType & HAS_NAME) !== 0, address.rest);
  if (isWireError(name)) return name;
  const mtu = takeWord((cType & HAS_MTU) !== 0, name.rest, 'interface.mtu');
  if (isWireError(mtu)) return mtu;
  if (mtu.rest.length > 0) return wireError('bad-length', 'interface.rest');
  return { role, index: index.value, address: address.value, name: name.value, mtu: mtu.value };
}

const word = (value: number): Uint8Array => {
  const bytes = new Uint8Array(4);
  viewOf(bytes).setUint32(0, value);
  return bytes;
};

const encodeUtf8 = (text: string): Uint8Array =>
  Uint8Array.from(
    encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).match(/%..|[^%]/g) ?? [],
    (unit) => (unit.length === 1 ? unit.charCodeAt(0) : Number.parseInt(unit.slice(1), 16)),
  );

/** Throws RangeError for a name of more than 63 bytes in UTF-8. */
function namePart(name: string): Uint8Array {
  const encoded = encodeUtf8(name);
  const length = (1 + encoded.length + 3) & ~3;
  if (length > MAX_NAME_PART) throw new RangeError(`an interface name of ${encoded.length} bytes`);
  const bytes = new Uint8Array(length);
  bytes[0] = length;
  bytes.set(encoded, 1);
  return bytes;
}

export function emitInterfaceInformation(info: InterfaceInformation): RawObject {
  const parts: Uint8Array[] = [];
  if (info.index !== null) parts.push(word(info.index));
  if (info.address !== null) {
    const family = info.address.length === 4 ? AFI.ipv4 : AFI.ipv6;
    parts.push(Uint8Array.of(0, family, 0, 0), info.address);
  }
  if (info.name !== null) parts.push(namePart(info.name));
  if (info.mtu !== null) parts.push(word(info.mtu));
  const present =
    (info.index === null ? 0 : HAS_INDEX) |
    (info.address === null ? 0 : HAS_ADDRESS) |
    (info.name === null ? 0 : HAS_NAME) |
    (info.mtu === null ? 0 : HAS_MTU);
  const cType = (ROLES.indexOf(info.role) << 6) | present;
  return { classNumber: INTERFACE_CLASS, cType, payload: concatBytes(parts) };
}
