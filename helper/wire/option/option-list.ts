import { EMPTY, roomFor } from '../view.ts';
import { type WireError, wireError } from '../wire-error.ts';

/**
 * The option format that IPv4 (RFC 791 section 3.1) and TCP (RFC 9293 section 3.1) share: one-byte kinds
 * 0 (end of list) and 1 (no operation), all else kind, length (both included), data.
 */
export interface RawOption {
  readonly type: number;
  readonly data: Uint8Array;
}

const END = 0;
export const NO_OPERATION = 1;
/** Both headers count 32-bit words in 4 bits, five of them fixed. */
export const MAX_OPTION_BYTES = 40;

/** Options up to the end-of-list mark (itself left out). Data are views into `bytes`. */
export function parseOptionList(bytes: Uint8Array, at: string): readonly RawOption[] | WireError {
  const options: RawOption[] = [];
  let offset = 0;
  while (offset < bytes.length) {
    const type = bytes[offset] ?? END;
    if (type === END) break;
    const length = type === NO_OPERATION ? 1 : (bytes[offset + 1] ?? 0);
    if (length < 2 && type !== NO_OPERATION) return wireError('bad-length', at);
    if (offset + length > bytes.length) return wireError('truncated', at);
    options.push({ type, data: type === NO_OPERATION ? EMPTY : bytes.subarray(offset + 2, offset + length) });
    offset += length;
  }
  return options;
}

const rawLength = (option: RawOption): number => (option.type <= NO_OPERATION ? 1 : 2 + option.data.length);

/** Padded with end-of-list bytes to a multiple of 4. Throws RangeError beyond 40 bytes. */
export function emitOptionList(options: readonly RawOption[]): Uint8Array {
  const used = options.reduce((sum, option) => sum + rawLength(option), 0);
  const padded = paddedToWord(used);
  if (padded > MAX_OPTION_BYTES) throw new RangeError(`${padded} bytes of options, at most 40 fit`);
  const bytes = roomFor(padded, undefined);
  let offset = 0;
  for (const option of options) {
    const length = rawLength(option);
    if (length > 1) bytes.set([option.type, length], offset);
    else bytes.set([option.type], offset);
    if (length > 2) bytes.set(option.data, offset + 2);
    offset += length;
  }
  return bytes;
}

export const paddedToWord = (length: number): number => (length + 3) & ~3;
