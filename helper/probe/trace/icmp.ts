import { emitEchoRequest4 } from '../../wire/icmpv4.ts';
import { emitEchoRequest6 } from '../../wire/icmpv6.ts';
import { PROTOCOL } from '../../wire/ip-protocol.ts';
import { icmpChecksumOf, icmpIdOf } from './flow.ts';
import { draw16, type Method, NO } from './method.ts';
import { forceChecksum, taggedPayload, tokenEvidence } from './token.ts';

const HEADER_BYTES = 8;
const AT = { checksum: 2, payload: HEADER_BYTES } as const;

/** Found by the sequence number. */
export const icmp: Method = {
  protocol: (family) => (family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6),
  checksumAt: AT.checksum,
  draw: draw16,
  message({ target, flow, token, number: sequence }, ends, length) {
    const echo = { id: icmpIdOf(flow), sequence, payload: taggedPayload(token, length - HEADER_BYTES) };
    const message = target.family === 4 ? emitEchoRequest4(echo) : emitEchoRequest6({ ...echo, ...ends });
    return forceChecksum(message, AT, icmpChecksumOf(flow));
  },
  namesOf: (family, { number }) => [`icmp${family} ${number}`],
  namesIn: (content, { family }) =>
    content.kind === 'echo' && content.request ? [`icmp${family} ${content.sequence}`] : [],
  judge(probe, content, hasOwnIpId) {
    if (content.kind !== 'echo') return NO;
    const evidence = tokenEvidence(content.payload, probe.token);
    if (evidence === 'contradicts') return NO;
    const hasOwnId = content.id === icmpIdOf(probe.flow);
    if (!(hasOwnId && hasOwnIpId) && evidence !== 'proof') return NO;
    return { fits: true, translated: !hasOwnId || content.checksum !== probe.sent?.checksum };
  },
};
