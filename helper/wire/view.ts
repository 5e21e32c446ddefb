/** Network byte order is DataView's default. The view shares memory with `bytes`. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Where an `emit*` writes: exactly `length` bytes of `into`, or fresh ones. Throws RangeError if too short. */
export function roomFor(length: number, into: Uint8Array | undefined): Uint8Array {
  if (into === undefined) return new Uint8Array(length);
  if (into.length < length) throw new RangeError(`need ${length} bytes to emit into, got ${into.length}`);
  return into.subarray(0, length);
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export const EMPTY: Uint8Array = new Uint8Array(0);
