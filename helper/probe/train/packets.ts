import { LIMITS } from '../../protocol/limits.ts';
import { emitFragment4, emitFragment6, type Piece, piecesOf } from '../../wire/fragment.ts';
import { emitEchoRequest4 } from '../../wire/icmpv4.ts';
import { emitEchoRequest6 } from '../../wire/icmpv6.ts';
import { PROTOCOL } from '../../wire/ip-protocol.ts';
import { emitIpv6 } from '../../wire/ipv6.ts';
import { flowLabelOf, icmpChecksumOf } from '../trace/flow.ts';
import { forceChecksum, taggedPayload } from '../trace/token.ts';
import type { Train } from './train.ts';

const ICMP_HEADER_BYTES = 8;
const AT = { checksum: 2, payload: ICMP_HEADER_BYTES } as const;

/** Of all trains, and of no packet of a traceroute or in IP-in-IP: routers may hash it, so it never changes. */
export const TRAIN_ICMP_ID = 0xff01;
/** For the same reason the checksum and the IPv6 flow label are those of flow 0. */
export const TRAIN_CHECKSUM = icmpChecksumOf(0);
const FLOW_LABEL = flowLabelOf(0);

export const trainPieces = (fragments: number): readonly Piece[] => piecesOf(LIMITS.trainBytes, fragments);

type Fields = Pick<Train, 'target' | 'fragments' | 'ttl' | 'identification' | 'sequence' | 'token'>;

/**
 * The packets of a train, in order. One alone is the plain echo request, over IPv6 without a fragment header, with the
 * same message as one in pieces: what becomes of both may be compared.
 */
export function buildTrain(train: Fields, source: Uint8Array): readonly Uint8Array[] {
  const { target, fragments, ttl, identification, sequence, token } = train;
  const ends = { source, destination: target.bytes };
  const payload = taggedPayload(token, LIMITS.trainBytes - ICMP_HEADER_BYTES);
  const echo = { id: TRAIN_ICMP_ID, sequence, payload };
  const pieces = trainPieces(fragments);
  if (target.family === 4) {
    const message = forceChecksum(emitEchoRequest4(echo), AT, TRAIN_CHECKSUM);
    const packet = { ...ends, protocol: PROTOCOL.icmp, identification, ttl, payload: message };
    return pieces.map((piece) => emitFragment4(packet, piece));
  }
  // Summed over the whole message: fragments have no sum of their own (RFC 8200 section 4.5).
  const message = forceChecksum(emitEchoRequest6({ ...echo, ...ends }), AT, TRAIN_CHECKSUM);
  const packet = {
    ...ends,
    protocol: PROTOCOL.icmpv6,
    hopLimit: ttl,
    flowLabel: FLOW_LABEL,
    payload: message,
  };
  if (fragments === 1) return [emitIpv6(packet)];
  return pieces.map((piece) => emitFragment6(packet, identification, piece));
}
