import { compensation } from '../../wire/checksum.ts';
import { viewOf } from '../../wire/view.ts';

/** Nobody off the path can guess it. */
export const TOKEN_BYTES = 14;
/** Behind it a word that brings the checksum to the value wanted. */
export const TAG_BYTES = TOKEN_BYTES + 2;
/** Bytes of a token that prove a probe by themselves: 64 bits. */
const PROOF_BYTES = 8;

/** The token, a word of zeros for the compensation, then zeros up to `length` bytes. */
export function taggedPayload(token: Uint8Array, length: number): Uint8Array {
  const payload = new Uint8Array(length);
  payload.set(token);
  return payload;
}

/** Sets the checksum of a whole message by the word behind the token, which is zero so far. */
export function forceChecksum(
  message: Uint8Array,
  at: { readonly checksum: number; readonly payload: number },
  wanted: number,
): Uint8Array {
  const view = viewOf(message);
  view.setUint16(at.payload + TOKEN_BYTES, compensation(view.getUint16(at.checksum), wanted));
  view.setUint16(at.checksum, wanted);
  return message;
}

/** `silent`: nothing of it is there. `proof`: enough of it is there to go by it alone. */
export type TokenEvidence = 'contradicts' | 'silent' | 'agrees' | 'proof';

/**
 * What a quoted payload says. It may be cut anywhere, and some routers fill up with zeros (RFC 4884) what they did not
 * keep.
 */
export function tokenEvidence(quoted: Uint8Array, token: Uint8Array): TokenEvidence {
  const length = Math.min(quoted.length, token.length);
  let same = 0;
  while (same < length && quoted[same] === token[same]) same += 1;
  if (quoted.subarray(same, length).some((byte) => byte !== 0)) return 'contradicts';
  if (same >= PROOF_BYTES) return 'proof';
  return same === 0 ? 'silent' : 'agrees';
}

export const hasWholeToken = (payload: Uint8Array, token: Uint8Array): boolean =>
  payload.length >= token.length && token.every((byte, index) => payload[index] === byte);

/** A name for a probe by the part of its token that proves it; null: less than that is there. */
export const tokenName = (payload: Uint8Array): string | null =>
  payload.length < PROOF_BYTES ? null : Buffer.from(payload.subarray(0, PROOF_BYTES)).toString('hex');
