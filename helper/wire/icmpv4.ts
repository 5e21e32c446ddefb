import { icmpv4Name } from './icmp-codes.ts';
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
  parseIcmp,
} from './icmp-message.ts';
import type { WireError } from './wire-error.ts';

export const ICMPV4_TYPE = {
  echoReply: 0,
  unreachable: 3,
  sourceQuench: 4,
  redirect: 5,
  echoRequest: 8,
  timeExceeded: 11,
  parameterProblem: 12,
} as const;
const FRAGMENTATION_NEEDED = 4;

/** RFC 4884 section 4: the second byte, in 32-bit words. */
const LENGTH_ATTRIBUTE = { offset: 1, unit: 4 } as const;

const UNREACHABLE: IcmpErrorShape = {
  category: (code) => (code === FRAGMENTATION_NEEDED ? 'packet-too-big' : 'unreachable'),
  lengthAttribute: LENGTH_ATTRIBUTE,
  read(rest, code) {
    // RFC 1191 section 4: routers from before it leave the next-hop MTU zero.
    const mtu = code === FRAGMENTATION_NEEDED ? rest.getUint16(2) : 0;
    return mtu === 0 ? {} : { mtu };
  },
  write: (rest, { mtu = 0 }) => rest.setUint16(2, mtu),
};

const SOURCE_QUENCH: IcmpErrorShape = {
  category: () => 'source-quench',
  lengthAttribute: null,
  read: () => ({}),
  write: () => {},
};

const REDIRECT: IcmpErrorShape = {
  category: () => 'redirect',
  lengthAttribute: null,
  read: (rest) => ({ gateway: new Uint8Array(rest.buffer, rest.byteOffset, 4) }),
  write(rest, { gateway }) {
    for (const [offset, byte] of gateway?.entries() ?? []) rest.setUint8(offset, byte);
  },
};

const TIME_EXCEEDED: IcmpErrorShape = {
  category: () => 'time-exceeded',
  lengthAttribute: LENGTH_ATTRIBUTE,
  read: () => ({}),
  write: () => {},
};

const PARAMETER_PROBLEM: IcmpErrorShape = {
  category: () => 'parameter-problem',
  lengthAttribute: LENGTH_ATTRIBUTE,
  read: (rest, code) => (code === 0 ? { pointer: rest.getUint8(0) } : {}),
  write: (rest, { pointer = 0 }) => rest.setUint8(0, pointer),
};

const FAMILY: IcmpFamily = {
  at: 'icmpv4',
  echoRequest: ICMPV4_TYPE.echoRequest,
  echoReply: ICMPV4_TYPE.echoReply,
  errors: new Map<number, IcmpErrorShape>([
    [ICMPV4_TYPE.unreachable, UNREACHABLE],
    [ICMPV4_TYPE.sourceQuench, SOURCE_QUENCH],
    [ICMPV4_TYPE.redirect, REDIRECT],
    [ICMPV4_TYPE.timeExceeded, TIME_EXCEEDED],
    [ICMPV4_TYPE.parameterProblem, PARAMETER_PROBLEM],
  ]),
  name: icmpv4Name,
};

export type Icmpv4 = IcmpMessage;

/** The ICMP message, i.e. the payload of an IPv4 packet of protocol 1. A raw socket delivers bad sums too. */
export const parseIcmpv4 = (
  bytes: Uint8Array,
  how: { readonly checksum?: 'verify' | 'ignore' } = {},
): Icmpv4 | WireError => parseIcmp(FAMILY, bytes, how.checksum === 'ignore' ? null : 0);

export const emitIcmpv4 = (message: IcmpEmit, into?: Uint8Array): Uint8Array =>
  emitIcmp(FAMILY, message, 0, into);

/** As a router would build it, for `emitIcmpv4`. */
export const icmpv4Error = (fields: IcmpErrorFields): IcmpError => buildIcmpError(FAMILY, fields);

export type EchoFields = Omit<IcmpEcho, 'kind'>;

/** `id` and `sequence` are 16 bits wide. */
export const emitEchoRequest4 = (echo: EchoFields, into?: Uint8Array): Uint8Array =>
  emitIcmpv4({ kind: 'echo-request', id: echo.id, sequence: echo.sequence, payload: echo.payload }, into);
