import { type IpEnds, internetChecksum, pseudoHeaderSum, verify } from './checksum.ts';
import { PROTOCOL } from './ip-protocol.ts';
import { roomFor, viewOf } from './view.ts';
import { type WireError, wireError } from './wire-error.ts';

/** RFC 768, byte offsets. */
const FIELD = { sourcePort: 0, destinationPort: 2, length: 4, checksum: 6, payload: 8 } as const;

/** Byte fields are views into the input: copy what outlives it. */
export interface Udp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** As on the wire; 0: none was sent. */
  readonly checksum: number;
  readonly payload: Uint8Array;
}

const sumOf = (ends: IpEnds, length: number): number =>
  pseudoHeaderSum({ ...ends, protocol: PROTOCOL.udp, length });

/** "Not sent" is for IPv4 alone: RFC 8200 section 8.1. The tunnels that RFC 6935 excepts are not used here. */
function checksumPasses(bytes: Uint8Array, checksum: number, ends: IpEnds): boolean {
  if (checksum === 0) return ends.source.length === 4;
  return verify(bytes, sumOf(ends, bytes.length));
}

/** Without `ends` the checksum is not judged. Bytes behind the UDP length are left out. */
export function parseUdp(bytes: Uint8Array, ends: IpEnds | null): Udp | WireError {
  if (bytes.length < FIELD.payload) return wireError('truncated', 'udp.header');
  const view = viewOf(bytes);
  const length = view.getUint16(FIELD.length);
  if (length < FIELD.payload) return wireError('bad-length', 'udp.length');
  if (length > bytes.length) return wireError('truncated', 'udp.length');
  const datagram = bytes.subarray(0, length);
  const checksum = view.getUint16(FIELD.checksum);
  if (ends !== null && !checksumPasses(datagram, checksum, ends)) {
    return wireError('bad-checksum', 'udp.checksum');
  }
  return {
    sourcePort: view.getUint16(FIELD.sourcePort),
    destinationPort: view.getUint16(FIELD.destinationPort),
    checksum,
    payload: datagram.subarray(FIELD.payload),
  };
}

export const udpBufferLength = (datagram: Pick<Udp, 'payload'>): number =>
  FIELD.payload + datagram.payload.length;

/** With `ends` the checksum is computed, else `datagram.checksum` is sent as it is (0: none). */
export function emitUdp(
  datagram: Omit<Udp, 'checksum'> & { readonly checksum?: number },
  ends: IpEnds | null,
  into?: Uint8Array,
): Uint8Array {
  const length = udpBufferLength(datagram);
  if (length > 0xffff) throw new RangeError(`a UDP datagram of ${length} bytes`);
  const bytes = roomFor(length, into);
  const view = viewOf(bytes);
  view.setUint16(FIELD.sourcePort, datagram.sourcePort);
  view.setUint16(FIELD.destinationPort, datagram.destinationPort);
  view.setUint16(FIELD.length, length);
  view.setUint16(FIELD.checksum, ends === null ? (datagram.checksum ?? 0) : 0);
  bytes.set(datagram.payload, FIELD.payload);
  if (ends !== null) {
    // RFC 768: a sum of zero is sent as all ones, since zero means "none".
    view.setUint16(FIELD.checksum, internetChecksum(bytes, sumOf(ends, length)) || 0xffff);
  }
  return bytes;
}
