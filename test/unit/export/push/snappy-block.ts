/** Snappy's block format as its description says it, written apart from what the product uses. */
export function readSnappyBlock(bytes: Uint8Array): Uint8Array {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('snappy: ends too early');
    at += 1;
    return byte;
  };
  const littleEndian = (count: number): number => {
    let value = 0;
    for (let i = 0; i < count; i += 1) value += next() * 2 ** (8 * i);
    return value;
  };
  let length = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = next();
    length += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) break;
  }
  const out: number[] = [];
  const copy = (count: number, offset: number): void => {
    if (offset === 0 || offset > out.length) throw new Error('snappy: copies from nowhere');
    for (let i = 0; i < count; i += 1) out.push(out[out.length - offset] ?? 0);
  };
  while (at < bytes.length) {
    const tag = next();
    const high = tag >> 2;
    if ((tag & 3) === 0) {
      const count = (high < 60 ? high : littleEndian(high - 59)) + 1;
      for (let i = 0; i < count; i += 1) out.push(next());
    } else if ((tag & 3) === 1) copy((high & 7) + 4, (tag >> 5) * 256 + next());
    else copy(high + 1, littleEndian((tag & 3) === 2 ? 2 : 4));
  }
  if (out.length !== length) throw new Error(`snappy: ${out.length} bytes, ${length} were promised`);
  return Uint8Array.from(out);
}
