import { roomFor, viewOf } from '../view.ts';
import { type WireError, wireError } from '../wire-error.ts';
import type { RawObject } from './object.ts';

/** RFC 4950: class 1, sub-type 1 is the incoming label stack, entries as in RFC 3032 section 2.1. */
export const MPLS_CLASS = 1;
export const MPLS_INCOMING_STACK = 1;
const ENTRY_BYTES = 4;

export interface MplsLabel {
  /** 20 bits. */
  readonly label: number;
  /** 3 bits: traffic class, once "experimental". */
  readonly trafficClass: number;
  readonly bottomOfStack: boolean;
  readonly ttl: number;
}

/** Outermost label first. */
export function parseMplsStack(payload: Uint8Array): readonly MplsLabel[] | WireError {
  if (payload.length % ENTRY_BYTES !== 0) return wireError('bad-length', 'mpls.stack');
  const view = viewOf(payload);
  return Array.from({ length: payload.length / ENTRY_BYTES }, (_, index) => {
    const entry = view.getUint32(index * ENTRY_BYTES);
    return {
      label: entry >>> 12,
      trafficClass: (entry >>> 9) & 7,
      bottomOfStack: ((entry >>> 8) & 1) === 1,
      ttl: entry & 0xff,
    };
  });
}

export function emitMplsStack(stack: readonly MplsLabel[]): RawObject {
  const payload = roomFor(stack.length * ENTRY_BYTES, undefined);
  const view = viewOf(payload);
  for (const [index, entry] of stack.entries()) {
    const low = ((entry.trafficClass & 7) << 9) | (entry.bottomOfStack ? 0x100 : 0) | (entry.ttl & 0xff);
    view.setUint32(index * ENTRY_BYTES, (entry.label << 12) | low);
  }
  return { classNumber: MPLS_CLASS, cType: MPLS_INCOMING_STACK, payload };
}
