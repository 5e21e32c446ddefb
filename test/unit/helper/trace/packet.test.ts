import { describe, expect, test } from 'vitest';
import { buildPacket } from '../../../../helper/probe/trace/packet.ts';
import type { PathProbe } from '../../../../helper/probe/trace/path-probe.ts';
import type { ProbeMethod } from '../../../../helper/protocol/messages.ts';
import { isTargetFault, parseTarget } from '../../../../helper/protocol/target.ts';
import { hex } from '../../wire/golden.ts';
import { addressBytes } from '../probe/bench.ts';

const ENDS = {
  4: { source: '198.51.100.9', destination: '192.0.2.1' },
  6: { source: '2001:db8::9', destination: '2001:db8:2::1' },
} as const;

function probe(method: ProbeMethod, family: 4 | 6, change: Partial<PathProbe> = {}): PathProbe {
  const target = parseTarget(ENDS[family].destination);
  if (isTargetFault(target)) throw new Error(target.message);
  return {
    ...{ id: 1, names: [], target, timeoutMs: 1000, state: 'queued', sentAtMs: null, duplicates: 0 },
    stopTimer: () => {},
    ...{ method, flow: 3, port: method === 'tcp' ? 443 : 33_434, size: 64, ttl: 5, sent: null },
    identification: 0x1234,
    number: method === 'tcp' ? 0x89ab_cdef : 0xabcd,
    token: hex('0102 0304 0506 0708 090a 0b0c 0d0e'),
    ...change,
  };
}

const build = (method: ProbeMethod, family: 4 | 6, change?: Partial<PathProbe>) =>
  buildPacket(probe(method, family, change), addressBytes(ENDS[family].source));

const IPV4_UDP = hex(`
  45 00 0040    // version, length of the header, class, 64 bytes
  1234 4000     // IP-ID, "don't fragment"
  05 11 773b    // TTL, UDP, checksum
  c6336409      // from 198.51.100.9
  c0000201      // to 192.0.2.1
  ee4b 829a     // ports 61003 -> 33434
  002c abcd     // 44 bytes, the checksum wanted
  0102 0304 0506 0708 090a 0b0c 0d0e // the token
  c56b          // what brings the checksum about
  0000000000000000000000000000000000000000
`);
const IPV4_ICMP = hex(`
  45 00 0040 1234 4000
  05 01 774b    // TTL, ICMP, checksum
  c6336409 c0000201
  08 00 ee4b    // echo request, the flow's checksum
  ee4b abcd     // the flow's id, the sequence number
  0102 0304 0506 0708 090a 0b0c 0d0e 3e62
  0000000000000000000000000000000000000000
`);
const IPV4_TCP = hex(`
  45 00 002c    // 44 bytes, whatever was asked
  1234 4000
  05 06 775a    // TTL, TCP, checksum
  c6336409 c0000201
  ee4b 01bb     // ports 61003 -> 443
  89abcdef      // sequence number
  00000000      // nothing acknowledged
  60 02 faf0    // 24 bytes of header, SYN, window
  6cf1 0000     // checksum, not urgent
  02 04 0218    // largest segment 536
`);
const IPV6_HEADER = '600fa003'; // version, flow label 0xfa003
const IPV6_ENDS = '20010db8000000000000000000000009 20010db8000200000000000000000001';
const IPV6_UDP = hex(`
  ${IPV6_HEADER}
  0018 11 05    // 24 bytes of UDP, hop limit 5
  ${IPV6_ENDS}
  ee4b 829a 0018 abcd
  0102 0304 0506 0708 090a 0b0c 0d0e 5654
`);
const IPV6_ICMP = hex(`
  ${IPV6_HEADER}
  0018 3a 05    // 24 bytes of ICMPv6
  ${IPV6_ENDS}
  80 00 ee4b ee4b abcd
  0102 0304 0506 0708 090a 0b0c 0d0e 6a91
`);
const IPV6_TCP = hex(`
  ${IPV6_HEADER}
  0018 06 05    // 24 bytes of TCP
  ${IPV6_ENDS}
  ee4b 01bb 89abcdef 00000000 60 02 faf0
  fb05 0000
  02 04 04c4    // largest segment 1220
`);

describe('golden packets', () => {
  test.each([
    ['udp', 4, IPV4_UDP, 0xabcd],
    ['icmp', 4, IPV4_ICMP, 0xee4b],
    ['tcp', 4, IPV4_TCP, 0x6cf1],
    ['udp', 6, IPV6_UDP, 0xabcd],
    ['icmp', 6, IPV6_ICMP, 0xee4b],
    ['tcp', 6, IPV6_TCP, 0xfb05],
  ] as const)('%s over IPv%i', (method, family, bytes, checksum) => {
    const packet = build(method, family);
    expect(packet.bytes).toEqual(bytes);
    expect(packet.sent).toEqual({ source: addressBytes(ENDS[family].source), checksum });
  });

  test.each([4, 6] as const)(
    'IPv%i: the size is that of the IP packet, at both ends of its bounds',
    (family) => {
      for (const size of [64, 65, 1499, 1500]) {
        expect(build('udp', family, { size }).bytes).toHaveLength(size);
        expect(build('icmp', family, { size }).bytes).toHaveLength(size);
      }
      expect(build('tcp', 4, { size: 1500 }).bytes).toHaveLength(44);
      expect(build('tcp', 6, { size: 1500 }).bytes).toHaveLength(64);
    },
  );
});
