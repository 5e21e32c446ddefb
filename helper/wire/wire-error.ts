/**
 * Malformed input is data. Every `parse*` of this folder returns either its representation or one of these
 * and never throws, whatever the bytes.
 *
 * Every `emit*` trusts its caller, which is this program: numbers are cut to the width of their field, and
 * a size that the format cannot carry (or a buffer too short for it) is a programming mistake: RangeError.
 */
export type WireFault =
  /** Fewer bytes than the fixed part, or than a length field promises. */
  | 'truncated'
  /** A length field that contradicts itself or the format. */
  | 'bad-length'
  | 'bad-version'
  | 'bad-checksum'
  /** A value that the format forbids. */
  | 'bad-field'
  /** More nesting or chaining than the bound of this codec. */
  | 'too-deep';

export interface WireError {
  readonly error: WireFault;
  /** The field at fault, outermost name first: `ipv4.total-length`. Not an API: for people and logs. */
  readonly at: string;
}

export const wireError = (error: WireFault, at: string): WireError => ({ error, at });

export const isWireError = (value: unknown): value is WireError =>
  typeof value === 'object' && value !== null && 'error' in value && 'at' in value;
