import type { IpEnds } from '../../wire/checksum.ts';
import { emitIcmpv4 } from '../../wire/icmpv4.ts';
import { emitIcmpv6 } from '../../wire/icmpv6.ts';
import { PROTOCOL } from '../../wire/ip-protocol.ts';
import { emitIpStack, type IpLayerEmit } from '../../wire/ipip.ts';
import { flowLabelOf, icmpChecksumOf } from '../trace/flow.ts';
import { headerBytesOf } from '../trace/method.ts';
import { forceChecksum, taggedPayload } from '../trace/token.ts';
import type { Itinerary, PacketKey } from './encapsulated-probe.ts';
import { USUAL_TTL } from './itinerary.ts';

const ICMP_HEADER_BYTES = 8;
const AT = { checksum: 2, payload: ICMP_HEADER_BYTES } as const;

/** Of all of them, and of no packet of a traceroute (see flow.ts): routers may hash it, so it never changes. */
export const ICMP_ID = 0xff00;
/** For the same reason the checksum of the ICMP message and the IPv6 flow label are those of flow 0. */
export const ICMP_CHECKSUM = icmpChecksumOf(0);
const FLOW_LABEL = flowLabelOf(0);

function innermost(
  { family, inner, size, destinations, sequence, token }: Itinerary & PacketKey,
  ends: IpEnds,
) {
  const headers = destinations.length * headerBytesOf(family);
  const payload = taggedPayload(token, size - headers - ICMP_HEADER_BYTES);
  const message = { kind: inner, id: ICMP_ID, sequence, payload };
  const bytes = family === 4 ? emitIcmpv4(message) : emitIcmpv6(message, ends);
  return forceChecksum(bytes, AT, ICMP_CHECKSUM);
}

/** The whole packet; routers may not cut it up. */
export function buildEncapsulated(probe: Itinerary & PacketKey): Uint8Array {
  const { family, destinations, source, innerSource, identification, ttl } = probe;
  const last = destinations.length - 1;
  const layers = destinations.map((destination, index): IpLayerEmit => {
    const ends = { source: index === last ? innerSource : source, destination };
    const left = index === last ? ttl : USUAL_TTL;
    return family === 4
      ? { family, ...ends, identification, dontFragment: true, ttl: left }
      : { family, ...ends, flowLabel: FLOW_LABEL, hopLimit: left };
  });
  const ends = { source: innerSource, destination: destinations[last] ?? source };
  return emitIpStack({
    layers,
    protocol: family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6,
    payload: innermost(probe, ends),
  });
}
