import { type IpEnds, pseudoHeaderSum } from './checksum.ts';
import { icmpv6Name } from './icmp-codes.ts';
import {
  buildIcmpError,
  emitIcmp,
  type IcmpEcho,
  type IcmpEmit,
  type IcmpError,
  type IcmpErrorFields,
  type IcmpErrorShape,
  type IcmpFamily,
  type IcmpMessage,
  icmpBufferLength,
  parseIcmp,
} from './icmp-message.ts';
import { PROTOCOL } from './ip-protocol.ts';
import type { WireError } from './wire-error.ts';

export const ICMPV6_TYPE = {
  unreachable: 1,
  packetTooBig: 2,
  timeExceeded: 3,
  parameterProblem: 4,
  echoRequest: 128,
  echoReply: 129,
} as const;

/** RFC 4884 section 4: the first byte, in 64-bit words, and in two messages only. */
const LENGTH_ATTRIBUTE = { offset: 0, unit: 8 } as const;

const UNREACHABLE: IcmpErrorShape = {
  category: () => 'unreachable',
  lengthAttribute: LENGTH_ATTRIBUTE,
  read: () => ({}),
  write: () => {},
};

const PACKET_TOO_BIG: IcmpErrorShape = {
  category: () => 'packet-too-big',
  lengthAttribute: null,
  read: (rest) => ({ mtu: rest.getUint32(0) }),
  write: (rest, { mtu = 0 }) => rest.setUint32(0, mtu),
};

const TIME_EXCEEDED: IcmpErrorShape = {
  category: () => 'time-exceeded',
  lengthAttribute: LENGTH_ATTRIBUTE,
  read: () => ({}),
  write: () => {},
};

const PARAMETER_PROBLEM: IcmpErrorShape = {
  category: () => 'parameter-problem',
  lengthAttribute: null,
  read: (rest) => ({ pointer: rest.getUint32(0) }),
  write: (rest, { pointer = 0 }) => rest.setUint32(0, pointer),
};

const FAMILY: IcmpFamily = {
  at: 'icmpv6',
  echoRequest: ICMPV6_TYPE.echoRequest,
  echoReply: ICMPV6_TYPE.echoReply,
  errors: new Map<number, IcmpErrorShape>([
    [ICMPV6_TYPE.unreachable, UNREACHABLE],
    [ICMPV6_TYPE.packetTooBig, PACKET_TOO_BIG],
    [ICMPV6_TYPE.timeExceeded, TIME_EXCEEDED],
    [ICMPV6_TYPE.parameterProblem, PARAMETER_PROBLEM],
  ]),
  name: icmpv6Name,
};

export type Icmpv6 = IcmpMessage;

const sumOf = (ends: IpEnds | null, length: number): number | null =>
  ends === null ? null : pseudoHeaderSum({ ...ends, protocol: PROTOCOL.icmpv6, length });

/**
 * The ICMPv6 message without its IPv6 header. A raw ICMPv6 socket delivers just that, its checksum verified by
 * the kernel (RFC 3542 section 3.1): pass no `ends` there. With `ends` the checksum is verified here.
 */
export const parseIcmpv6 = (bytes: Uint8Array, ends: IpEnds | null = null): Icmpv6 | WireError =>
  parseIcmp(FAMILY, bytes, sumOf(ends, bytes.length));

/** Without `ends` the checksum is zero, for a raw socket whose kernel fills it in. */
export const emitIcmpv6 = (message: IcmpEmit, ends: IpEnds | null = null, into?: Uint8Array): Uint8Array =>
  emitIcmp(FAMILY, message, sumOf(ends, icmpBufferLength(message)), into);

/** As a router would build it, for `emitIcmpv6`. */
export const icmpv6Error = (fields: IcmpErrorFields): IcmpError => buildIcmpError(FAMILY, fields);

/** `id` and `sequence` are 16 bits wide; the checksum is filled in only if both addresses are given. */
export function emitEchoRequest6(
  echo: Omit<IcmpEcho, 'kind'> & { readonly source?: Uint8Array; readonly destination?: Uint8Array },
  into?: Uint8Array,
): Uint8Array {
  const { source, destination, id, sequence, payload } = echo;
  const ends = source === undefined || destination === undefined ? null : { source, destination };
  return emitIcmpv6({ kind: 'echo-request', id, sequence, payload }, ends, into);
}
