import type { Target } from '../protocol/target.ts';
import { formatAddress } from '../wire/address.ts';

const isLinkLocal6 = (bytes: Uint8Array): boolean =>
  bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;

/** An answer's sender as text. A link-local one is on the link that the target's zone names. */
export const senderText = (from: Uint8Array, target: Target): string =>
  formatAddress(from, isLinkLocal6(from) ? target.zone : null);
