/** Bytes from hex digits; blanks are free and `//` begins a comment, one for each group of bytes. */
export function hex(text: string): Uint8Array {
  const digits = text.replace(/\/\/.*/g, '').replace(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/.test(digits)) throw new Error(`not hex: ${digits}`);
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** A buffer full of garbage, longer than needed: an emitter that leaves a byte unwritten shows. */
export const dirty = (length: number): Uint8Array => new Uint8Array(length + 16).fill(0xa5);

/** The same bytes in the middle of a larger buffer, as sockets hand them out. */
export function embedded(bytes: Uint8Array): Uint8Array {
  const larger = new Uint8Array(bytes.length + 14).fill(0xff);
  larger.set(bytes, 7);
  return larger.subarray(7, 7 + bytes.length);
}

/** A copy with some bytes replaced. */
export function patched(bytes: Uint8Array, changes: Readonly<Record<number, number>>): Uint8Array {
  const copy = bytes.slice();
  for (const [offset, value] of Object.entries(changes)) copy[Number(offset)] = value;
  return copy;
}

/** Every proper prefix, shortest first. */
export const prefixes = (bytes: Uint8Array): Uint8Array[] =>
  Array.from(bytes, (_, length) => bytes.subarray(0, length));

export const CLIENT4 = hex('c0000201');
export const ROUTER4 = hex('c0000207');
export const CLIENT6 = hex('20010db8 00000000 00000000 00000001');
export const ROUTER6 = hex('20010db8 00000000 00000000 00000007');
