import { type IpEnds, internetChecksum, pseudoHeaderSum, verify } from './checksum.ts';
import { PROTOCOL } from './ip-protocol.ts';
import { MAX_OPTION_BYTES, paddedToWord } from './option/option-list.ts';
import { parseTcpOptions, type TcpOption } from './option/tcp-option.ts';
import { EMPTY, roomFor, viewOf } from './view.ts';
import { isWireError, type WireError, wireError } from './wire-error.ts';

/** RFC 9293 section 3.1, byte offsets. */
const FIELD = {
  sourcePort: 0,
  destinationPort: 2,
  sequence: 4,
  acknowledgement: 8,
  dataOffset: 12,
  flags: 13,
  window: 14,
  checksum: 16,
  urgent: 18,
  options: 20,
} as const;

export const TCP_FLAG = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
  ece: 0x40,
  cwr: 0x80,
} as const;

/** Byte fields are views into the input: copy what outlives it. */
export interface Tcp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequence: number;
  readonly acknowledgement: number;
  /** Bits of TCP_FLAG. */
  readonly flags: number;
  /** The four bits between the data offset and the flags, kept as found. */
  readonly reserved: number;
  readonly window: number;
  readonly checksum: number;
  readonly urgent: number;
  /** As on the wire, end mark and padding included. */
  readonly optionBytes: Uint8Array;
  readonly options: readonly TcpOption[];
  readonly payload: Uint8Array;
}

const sumOf = (ends: IpEnds, length: number): number =>
  pseudoHeaderSum({ ...ends, protocol: PROTOCOL.tcp, length });

function headerLengthIn(bytes: Uint8Array): number | WireError {
  if (bytes.length < FIELD.options) return wireError('truncated', 'tcp.header');
  const length = (viewOf(bytes).getUint8(FIELD.dataOffset) >> 4) * 4;
  if (length < FIELD.options) return wireError('bad-length', 'tcp.data-offset');
  return length > bytes.length ? wireError('truncated', 'tcp.options') : length;
}

/** Without `ends` the checksum is not judged. */
export function parseTcp(bytes: Uint8Array, ends: IpEnds | null): Tcp | WireError {
  const headerLength = headerLengthIn(bytes);
  if (isWireError(headerLength)) return headerLength;
  if (ends !== null && !verify(bytes, sumOf(ends, bytes.length))) {
    return wireError('bad-checksum', 'tcp.checksum');
  }
  const optionBytes = bytes.subarray(FIELD.options, headerLength);
  const options = parseTcpOptions(optionBytes);
  if (isWireError(options)) return options;
  const view = viewOf(bytes);
  return {
    sourcePort: view.getUint16(FIELD.sourcePort),
    destinationPort: view.getUint16(FIELD.destinationPort),
    sequence: view.getUint32(FIELD.sequence),
    acknowledgement: view.getUint32(FIELD.acknowledgement),
    flags: view.getUint8(FIELD.flags),
    reserved: view.getUint8(FIELD.dataOffset) & 0x0f,
    window: view.getUint16(FIELD.window),
    checksum: view.getUint16(FIELD.checksum),
    urgent: view.getUint16(FIELD.urgent),
    optionBytes,
    options,
    payload: bytes.subarray(headerLength),
  };
}

/** What `emitTcp` needs; what is left out is zero or empty. */
export type TcpEmit = Pick<Tcp, 'sourcePort' | 'destinationPort' | 'sequence' | 'flags'> & Partial<Tcp>;

const headerLengthOf = (segment: TcpEmit): number =>
  FIELD.options + paddedToWord(segment.optionBytes?.length ?? 0);

export const tcpBufferLength = (segment: TcpEmit): number =>
  headerLengthOf(segment) + (segment.payload?.length ?? 0);

/** With `ends` the checksum is computed, else `segment.checksum` is sent as it is. */
export function emitTcp(segment: TcpEmit, ends: IpEnds | null, into?: Uint8Array): Uint8Array {
  const headerLength = headerLengthOf(segment);
  if (headerLength > FIELD.options + MAX_OPTION_BYTES) {
    throw new RangeError(`a TCP header of ${headerLength} bytes`);
  }
  const bytes = roomFor(tcpBufferLength(segment), into);
  const view = viewOf(bytes);
  view.setUint16(FIELD.sourcePort, segment.sourcePort);
  view.setUint16(FIELD.destinationPort, segment.destinationPort);
  view.setUint32(FIELD.sequence, segment.sequence);
  view.setUint32(FIELD.acknowledgement, segment.acknowledgement ?? 0);
  view.setUint8(FIELD.dataOffset, ((headerLength / 4) << 4) | ((segment.reserved ?? 0) & 0x0f));
  view.setUint8(FIELD.flags, segment.flags);
  view.setUint16(FIELD.window, segment.window ?? 0);
  view.setUint16(FIELD.checksum, ends === null ? (segment.checksum ?? 0) : 0);
  view.setUint16(FIELD.urgent, segment.urgent ?? 0);
  bytes.fill(0, FIELD.options, headerLength);
  bytes.set(segment.optionBytes ?? EMPTY, FIELD.options);
  bytes.set(segment.payload ?? EMPTY, headerLength);
  if (ends !== null) view.setUint16(FIELD.checksum, internetChecksum(bytes, sumOf(ends, bytes.length)));
  return bytes;
}
