import type { Arrival } from '../socket/channel.ts';
import { parseAddress } from '../wire/address.ts';
import type { IcmpError, IcmpMessage } from '../wire/icmp-message.ts';
import { parseIcmpv4 } from '../wire/icmpv4.ts';
import { parseIcmpv6 } from '../wire/icmpv6.ts';
import { parseIpv4 } from '../wire/ipv4.ts';
import { parseQuoted } from '../wire/quoted.ts';
import { isWireError } from '../wire/wire-error.ts';

/** What a packet claims to answer; whether it does is for the match to say. */
export interface Answer {
  readonly kind: 'reply' | 'unreachable' | 'ttl-exceeded';
  readonly family: 4 | 6;
  /** ICMP identifier and sequence of the echo, from the reply or from the request quoted in an error. */
  readonly icmpId: number;
  readonly sequence: number;
  /** Echo payload as far as it came back. */
  readonly payload: Uint8Array;
  /** Who sent this packet. */
  readonly from: Uint8Array;
  /** Where the echo request was going: for a reply, the sender. */
  readonly destination: Uint8Array;
  /** Of the packet as received; IPv4 only. */
  readonly ttl: number | null;
  /** Name of the ICMP code; null for a reply. */
  readonly code: string | null;
}

interface Opened {
  readonly message: IcmpMessage;
  readonly from: Uint8Array;
  readonly ttl: number | null;
}

/** `malformed`: the codecs refuse it. `other`: a sound packet that answers no echo request. */
export type Reading = Answer | 'malformed' | 'other';

function open4(bytes: Uint8Array): Opened | null {
  // macOS delivers the header with its length field changed, so there the end of the bytes counts.
  const packet = parseIpv4(
    bytes,
    process.platform === 'linux' ? {} : { lengthFrom: 'buffer', checksum: 'ignore' },
  );
  if (isWireError(packet)) return null;
  const message = parseIcmpv4(packet.payload);
  return isWireError(message) ? null : { message, from: packet.source, ttl: packet.ttl };
}

/** The socket shows no IPv6 header: the sender comes from the system call, the hop limit is not told. */
function open6(arrival: Arrival): Opened | null {
  const from = parseAddress(arrival.source);
  const message = parseIcmpv6(arrival.bytes);
  return from === null || isWireError(message) ? null : { message, from: from.bytes, ttl: null };
}

const KIND_OF_CATEGORY: { readonly [C in IcmpError['category']]: 'unreachable' | 'ttl-exceeded' | null } = {
  unreachable: 'unreachable',
  'packet-too-big': 'unreachable',
  'parameter-problem': 'unreachable',
  'time-exceeded': 'ttl-exceeded',
  // Advice to the sender; the packet itself went on.
  redirect: null,
  'source-quench': null,
};

function readError(family: 4 | 6, { from, ttl }: Opened, message: IcmpError): Reading {
  const kind = KIND_OF_CATEGORY[message.category];
  const quoted = parseQuoted(message.quoted);
  if (isWireError(quoted)) return 'malformed';
  const { ip, content } = quoted;
  if (kind === null || ip.family !== family || content.kind !== 'echo' || !content.request) return 'other';
  return {
    kind,
    family,
    icmpId: content.id,
    sequence: content.sequence,
    payload: content.payload,
    from,
    destination: ip.destination,
    ttl,
    code: message.name,
  };
}

export function readAnswer(arrival: Arrival): Reading {
  const opened = arrival.family === 4 ? open4(arrival.bytes) : open6(arrival);
  if (opened === null) return 'malformed';
  const { message, from, ttl } = opened;
  if (message.kind === 'error') return readError(arrival.family, opened, message);
  if (message.kind !== 'echo-reply') return 'other';
  return {
    kind: 'reply',
    family: arrival.family,
    icmpId: message.id,
    sequence: message.sequence,
    payload: message.payload,
    from,
    destination: from,
    ttl,
    code: null,
  };
}
