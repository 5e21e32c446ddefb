import { PROTOCOL } from '../../wire/ip-protocol.ts';
import { emitTcpOptions } from '../../wire/option/tcp-option.ts';
import { emitTcp, TCP_FLAG } from '../../wire/tcp.ts';
import { viewOf } from '../../wire/view.ts';
import { sourcePortOf } from './flow.ts';
import { type Method, NO } from './method.ts';

/**
 * The defaults of RFC 9293 section 3.7.1: so small that no router lowers them on the way, which would change the
 * checksum and look like a translator.
 */
const MSS = { 4: 536, 6: 1220 } as const;
/** What Linux offers in a SYN: firewalls distrust strange ones. */
const WINDOW = 64_240;
/** Behind the sequence number, which ends the first eight bytes. */
const REST = { checksum: 8, end: 10 } as const;

/** The checksum, where as much is quoted and is not a filling of zeros. */
function quotedChecksum(rest: Uint8Array): number | null {
  if (rest.length < REST.end || rest.every((byte) => byte === 0)) return null;
  return viewOf(rest).getUint16(REST.checksum);
}

/** Found by the sequence number: 32 bits, which are the key and, incremented, what an answer acknowledges. */
export const tcp: Method = {
  protocol: () => PROTOCOL.tcp,
  checksumAt: 16,
  draw(random) {
    const [a = 0, b = 0, c = 0, d = 0] = random(4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  },
  message({ target, flow, port, number }, ends) {
    return emitTcp(
      {
        sourcePort: sourcePortOf(flow),
        destinationPort: port,
        sequence: number,
        flags: TCP_FLAG.syn,
        window: WINDOW,
        optionBytes: emitTcpOptions([{ option: 'mss', size: MSS[target.family] }]),
      },
      ends,
    );
  },
  namesOf: (family, { number }) => [`tcp${family} ${number}`],
  namesIn: (content, { family }) =>
    content.kind === 'tcp' && content.sequence !== null ? [`tcp${family} ${content.sequence}`] : [],
  judge(probe, content) {
    if (content.kind !== 'tcp' || content.destinationPort !== probe.port) return NO;
    if (content.sourcePort !== sourcePortOf(probe.flow)) return { fits: true, translated: true };
    const checksum = quotedChecksum(content.rest);
    return { fits: true, translated: checksum === null ? null : checksum !== probe.sent?.checksum };
  },
};
