import { PROTOCOL } from '../../wire/ip-protocol.ts';
import type { QuotedContent } from '../../wire/quoted.ts';
import { emitUdp } from '../../wire/udp.ts';
import { sourcePortOf } from './flow.ts';
import { draw16, headerBytesOf, type Method, NO } from './method.ts';
import { forceChecksum, taggedPayload, tokenEvidence, tokenName } from './token.ts';

const HEADER_BYTES = 8;
const AT = { checksum: 6, payload: HEADER_BYTES } as const;

type QuotedUdp = Extract<QuotedContent, { kind: 'udp' }>;

/**
 * IPv4: found by the IP-ID, so that a checksum which a translator has changed is told as such. IPv6 has none: found by
 * the checksum. Where that was changed on the way it is the token that finds the probe.
 */
export const udp: Method = {
  protocol: () => PROTOCOL.udp,
  checksumAt: AT.checksum,
  draw: draw16,
  message({ flow, port, token, number }, ends, length) {
    const payload = taggedPayload(token, length - HEADER_BYTES);
    const datagram = emitUdp({ sourcePort: sourcePortOf(flow), destinationPort: port, payload }, ends);
    return forceChecksum(datagram, AT, number);
  },
  namesOf: (family, { identification, number, token }) => [
    `udp${family} ${family === 4 ? identification : number}`,
    `udp${family} ${tokenName(token)}`,
  ],
  namesIn(content, { family, identification }) {
    if (content.kind !== 'udp' || content.checksum === null) return [];
    const number = family === 4 ? identification : content.checksum;
    return [`udp${family} ${number}`, `udp${family} ${tokenName(content.payload)}`];
  },
  judge(probe, content, hasOwnIpId) {
    if (content.kind !== 'udp' || !hasRightShape(content, probe.port)) return NO;
    if (content.length !== probe.size - headerBytesOf(probe.target.family)) return NO;
    const evidence = tokenEvidence(content.payload, probe.token);
    if (evidence === 'contradicts') return NO;
    const hasOwnPort = content.sourcePort === sourcePortOf(probe.flow);
    const hasOwnSum = content.checksum === probe.sent?.checksum;
    // With another port or IP-ID only the token can say that it is ours. (Over IPv6 it has where the checksum has not.)
    if (!(hasOwnPort && hasOwnIpId) && evidence !== 'proof') return NO;
    return { fits: true, translated: !(hasOwnPort && hasOwnSum) };
  },
};

const hasRightShape = (content: QuotedUdp, port: number): boolean =>
  content.destinationPort === port && content.checksum !== null;
