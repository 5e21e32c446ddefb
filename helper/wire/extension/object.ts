import { roomFor, viewOf } from '../view.ts';
import { type WireError, wireError } from '../wire-error.ts';

/** RFC 4884 section 7.1: length (header included), class, sub-type, then the payload. */
const FIELD = { length: 0, classNumber: 2, cType: 3, payload: 4 } as const;

export interface RawObject {
  readonly classNumber: number;
  readonly cType: number;
  /** A multiple of 4 bytes. */
  readonly payload: Uint8Array;
}

/** All objects, which must fill `bytes` exactly. Payloads are views into it. */
export function parseObjects(bytes: Uint8Array): readonly RawObject[] | WireError {
  const view = viewOf(bytes);
  const objects: RawObject[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < FIELD.payload) return wireError('truncated', 'extensions.object');
    const length = view.getUint16(offset + FIELD.length);
    if (length < FIELD.payload || length % 4 !== 0)
      return wireError('bad-length', 'extensions.object-length');
    if (length > bytes.length - offset) return wireError('truncated', 'extensions.object-length');
    objects.push({
      classNumber: view.getUint8(offset + FIELD.classNumber),
      cType: view.getUint8(offset + FIELD.cType),
      payload: bytes.subarray(offset + FIELD.payload, offset + length),
    });
    offset += length;
  }
  return objects;
}

export function emitObject(object: RawObject): Uint8Array {
  const length = FIELD.payload + object.payload.length;
  if (length > 0xffff || length % 4 !== 0) throw new RangeError(`an extension object of ${length} bytes`);
  const bytes = roomFor(length, undefined);
  const view = viewOf(bytes);
  view.setUint16(FIELD.length, length);
  view.setUint8(FIELD.classNumber, object.classNumber);
  view.setUint8(FIELD.cType, object.cType);
  bytes.set(object.payload, FIELD.payload);
  return bytes;
}
