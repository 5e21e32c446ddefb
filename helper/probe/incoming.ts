import type { Arrival } from '../socket/channel.ts';
import { parseAddress } from '../wire/address.ts';
import type { IcmpEcho, IcmpError, IcmpMessage } from '../wire/icmp-message.ts';
import { parseIcmpv4 } from '../wire/icmpv4.ts';
import { parseIcmpv6 } from '../wire/icmpv6.ts';
import { type Ipv4ParseOptions, parseIpv4 } from '../wire/ipv4.ts';
import { parseQuoted, type Quoted } from '../wire/quoted.ts';
import { parseTcp, type Tcp } from '../wire/tcp.ts';
import { isWireError, type WireError } from '../wire/wire-error.ts';

interface Envelope {
  readonly family: 4 | 6;
  /** Who sent this packet. */
  readonly from: Uint8Array;
  /** Of the packet as received; IPv4 only. */
  readonly ttl: number | null;
}

/** What a packet claims to answer; whether it does is for the match to say. */
export type Incoming = Envelope &
  (
    | { readonly kind: 'echo-reply'; readonly echo: IcmpEcho }
    | { readonly kind: 'error'; readonly error: IcmpError; readonly quoted: Quoted }
    | { readonly kind: 'segment'; readonly tcp: Tcp }
  );

/** `malformed`: the codecs refuse it. `other`: a sound packet that answers nothing. */
export type Reading = Incoming | 'malformed' | 'other';

/** What an ICMP error says of the packet it quotes; null: no verdict. */
export const VERDICT_OF_CATEGORY: {
  readonly [C in IcmpError['category']]: 'unreachable' | 'ttl-exceeded' | null;
} = {
  unreachable: 'unreachable',
  'packet-too-big': 'unreachable',
  'parameter-problem': 'unreachable',
  'time-exceeded': 'ttl-exceeded',
  // Advice to the sender; the packet itself went on.
  redirect: null,
  'source-quench': null,
};

interface Opened extends Envelope {
  readonly payload: Uint8Array;
}

/** macOS delivers the header with its length field changed; of a segment only the headers are there. */
function howToParse({ protocol }: Arrival): Ipv4ParseOptions {
  if (process.platform !== 'linux') return { lengthFrom: 'buffer', checksum: 'ignore' };
  return protocol === 'tcp' ? { lengthFrom: 'buffer' } : {};
}

function open4(arrival: Arrival): Opened | null {
  const packet = parseIpv4(arrival.bytes, howToParse(arrival));
  if (isWireError(packet)) return null;
  return { family: 4, from: packet.source, ttl: packet.ttl, payload: packet.payload };
}

/** The socket shows no IPv6 header: the sender comes from the system call, the hop limit is not told. */
function open6({ bytes, source }: Arrival): Opened | null {
  const from = parseAddress(source);
  return from === null ? null : { family: 6, from: from.bytes, ttl: null, payload: bytes };
}

function readIcmp(envelope: Envelope, message: IcmpMessage | WireError): Reading {
  if (isWireError(message)) return 'malformed';
  if (message.kind === 'echo-reply') return { ...envelope, kind: 'echo-reply', echo: message };
  if (message.kind !== 'error') return 'other';
  const quoted = parseQuoted(message.quoted);
  return isWireError(quoted) ? 'malformed' : { ...envelope, kind: 'error', error: message, quoted };
}

/**
 * The checksum is not judged: what a kernel sends to itself, or through a virtual link, carries an unfinished one.
 * The acknowledged sequence number must do.
 */
function readSegment(envelope: Envelope, payload: Uint8Array): Reading {
  const tcp = parseTcp(payload, null);
  return isWireError(tcp) ? 'malformed' : { ...envelope, kind: 'segment', tcp };
}

export function readArrival(arrival: Arrival): Reading {
  const opened = arrival.family === 4 ? open4(arrival) : open6(arrival);
  if (opened === null) return 'malformed';
  const { payload, ...envelope } = opened;
  if (arrival.protocol === 'tcp') return readSegment(envelope, payload);
  return readIcmp(envelope, arrival.family === 4 ? parseIcmpv4(payload) : parseIcmpv6(payload));
}
