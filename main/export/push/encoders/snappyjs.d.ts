declare module 'snappyjs' {
  /** Snappy's block format (no framing). */
  export function compress(uncompressed: Uint8Array): Uint8Array;
  /** @throws when the bytes are not of that format, or would become more than `maxLength`. */
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array;
}
