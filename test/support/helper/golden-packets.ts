import type { EncapsulatedCommand } from '../../../helper/protocol/messages.ts';
import { hex } from '../../unit/wire/golden.ts';

/** Every packet kind over both families, as packets.py builds them; a test holds it to that. */
export interface GoldenPacket extends Pick<EncapsulatedCommand, 'via' | 'inner' | 'end' | 'ttl' | 'size'> {
  readonly name: string;
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
}

export const GOLDEN_ENDS = {
  4: { own: '198.51.100.9', path: ['203.0.113.1', '203.0.113.2', '203.0.113.3'] },
  6: { own: '2001:db8::9', path: ['2001:db8:2::1', '2001:db8:2::2', '2001:db8:2::3'] },
} as const;

export const GOLDEN_KEY = {
  identification: 0x1234,
  sequence: 0x0abc,
  token: hex('0102 0304 0506 0708 090a 0b0c 0d0e'),
} as const;

export const GOLDEN_PACKETS: readonly GoldenPacket[] = [
  {
    name: 'reverse',
    family: 4,
    via: [2],
    inner: 'echo-reply',
    end: null,
    ttl: 3,
    size: 0,
    bytes: hex(`
      4500 0040 1234 4000 40 04 c245 c6336409 cb007103 // 64 bytes, TTL 64, IPv4, own to h2
      4500 002c 1234 4000 03 01 1124 c6336409 c6336409 // 44 bytes, TTL 3, ICMP, own to own
      0000 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e d6c1 // token, what brings the checksum about
    `),
  },
  {
    name: 'between',
    family: 4,
    via: [0],
    inner: 'echo-request',
    end: 2,
    ttl: 5,
    size: 0,
    bytes: hex(`
      4500 0040 1234 4000 40 04 c247 c6336409 cb007101 // 64 bytes, TTL 64, IPv4, own to h0
      4500 002c 1234 4000 05 01 fd5c c6336409 cb007103 // 44 bytes, TTL 5, ICMP, own to h2
      0800 ee48 ff00 0abc // echo request, checksum, id, sequence number
      0102030405060708090a0b0c0d0e cec1 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by own',
    family: 4,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: null,
    ttl: 64,
    size: 0,
    bytes: hex(`
      4500 0068 1234 4000 40 04 c21f c6336409 cb007101 // 104 bytes, TTL 64, IPv4, own to h0
      4500 0054 1234 4000 40 04 c232 c6336409 cb007102 // 84 bytes, TTL 64, IPv4, own to h1
      4500 0040 1234 4000 40 04 c247 c6336409 cb007101 // 64 bytes, TTL 64, IPv4, own to h0
      4500 002c 1234 4000 40 01 d423 c6336409 c6336409 // 44 bytes, TTL 64, ICMP, own to own
      0000 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e d6c1 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by hop',
    family: 4,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: 0,
    ttl: 64,
    size: 0,
    bytes: hex(`
      4500 0068 1234 4000 40 04 c21f c6336409 cb007101 // 104 bytes, TTL 64, IPv4, own to h0
      4500 0054 1234 4000 40 04 c232 c6336409 cb007102 // 84 bytes, TTL 64, IPv4, own to h1
      4500 0040 1234 4000 40 04 c247 c6336409 cb007101 // 64 bytes, TTL 64, IPv4, own to h0
      4500 002c 1234 4000 40 01 c25e cb007101 c6336409 // 44 bytes, TTL 64, ICMP, h0 to own
      0000 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e d6c1 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by echo',
    family: 4,
    via: [0, 1, 2, 1],
    inner: 'echo-request',
    end: 0,
    ttl: 64,
    size: 0,
    bytes: hex(`
      4500 007c 1234 4000 40 04 c20b c6336409 cb007101 // 124 bytes, TTL 64, IPv4, own to h0
      4500 0068 1234 4000 40 04 c21e c6336409 cb007102 // 104 bytes, TTL 64, IPv4, own to h1
      4500 0054 1234 4000 40 04 c231 c6336409 cb007103 // 84 bytes, TTL 64, IPv4, own to h2
      4500 0040 1234 4000 40 04 c246 c6336409 cb007102 // 64 bytes, TTL 64, IPv4, own to h1
      4500 002c 1234 4000 40 01 c25e c6336409 cb007101 // 44 bytes, TTL 64, ICMP, own to h0
      0800 ee48 ff00 0abc // echo request, checksum, id, sequence number
      0102030405060708090a0b0c0d0e cec1 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by farther',
    family: 4,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: 2,
    ttl: 64,
    size: 112,
    bytes: hex(`
      4500 0070 1234 4000 40 04 c217 c6336409 cb007101 // 112 bytes, TTL 64, IPv4, own to h0
      4500 005c 1234 4000 40 04 c22a c6336409 cb007102 // 92 bytes, TTL 64, IPv4, own to h1
      4500 0048 1234 4000 40 04 c23f c6336409 cb007101 // 72 bytes, TTL 64, IPv4, own to h0
      4500 0034 1234 4000 40 01 c254 cb007103 c6336409 // 52 bytes, TTL 64, ICMP, h2 to own
      0000 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e d6c1 // token, what brings the checksum about
      0000000000000000 // up to the size asked
    `),
  },
  {
    name: 'reverse',
    family: 6,
    via: [2],
    inner: 'echo-reply',
    end: null,
    ttl: 3,
    size: 0,
    bytes: hex(`
      600fa000 0040 29 40 20010db8000000000000000000000009 20010db8000200000000000000000003 // 64 bytes, IPv6, 64 hops, own to h2
      600fa000 0018 3a 03 20010db8000000000000000000000009 20010db8000000000000000000000009 // 24 bytes, ICMPv6, 3 hops, own to own
      8100 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e f9ea // token, what brings the checksum about
    `),
  },
  {
    name: 'between',
    family: 6,
    via: [0],
    inner: 'echo-request',
    end: 2,
    ttl: 5,
    size: 0,
    bytes: hex(`
      600fa000 0040 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 64 bytes, IPv6, 64 hops, own to h0
      600fa000 0018 3a 05 20010db8000000000000000000000009 20010db8000200000000000000000003 // 24 bytes, ICMPv6, 5 hops, own to h2
      8000 ee48 ff00 0abc // echo request, checksum, id, sequence number
      0102030405060708090a0b0c0d0e faee // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by own',
    family: 6,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: null,
    ttl: 64,
    size: 0,
    bytes: hex(`
      600fa000 0090 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 144 bytes, IPv6, 64 hops, own to h0
      600fa000 0068 29 40 20010db8000000000000000000000009 20010db8000200000000000000000002 // 104 bytes, IPv6, 64 hops, own to h1
      600fa000 0040 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 64 bytes, IPv6, 64 hops, own to h0
      600fa000 0018 3a 40 20010db8000000000000000000000009 20010db8000000000000000000000009 // 24 bytes, ICMPv6, 64 hops, own to own
      8100 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e f9ea // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by hop',
    family: 6,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: 0,
    ttl: 64,
    size: 0,
    bytes: hex(`
      600fa000 0090 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 144 bytes, IPv6, 64 hops, own to h0
      600fa000 0068 29 40 20010db8000000000000000000000009 20010db8000200000000000000000002 // 104 bytes, IPv6, 64 hops, own to h1
      600fa000 0040 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 64 bytes, IPv6, 64 hops, own to h0
      600fa000 0018 3a 40 20010db8000200000000000000000001 20010db8000000000000000000000009 // 24 bytes, ICMPv6, 64 hops, h0 to own
      8100 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e f9f0 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by echo',
    family: 6,
    via: [0, 1, 2, 1],
    inner: 'echo-request',
    end: 0,
    ttl: 64,
    size: 0,
    bytes: hex(`
      600fa000 00b8 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 184 bytes, IPv6, 64 hops, own to h0
      600fa000 0090 29 40 20010db8000000000000000000000009 20010db8000200000000000000000002 // 144 bytes, IPv6, 64 hops, own to h1
      600fa000 0068 29 40 20010db8000000000000000000000009 20010db8000200000000000000000003 // 104 bytes, IPv6, 64 hops, own to h2
      600fa000 0040 29 40 20010db8000000000000000000000009 20010db8000200000000000000000002 // 64 bytes, IPv6, 64 hops, own to h1
      600fa000 0018 3a 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 24 bytes, ICMPv6, 64 hops, own to h0
      8000 ee48 ff00 0abc // echo request, checksum, id, sequence number
      0102030405060708090a0b0c0d0e faf0 // token, what brings the checksum about
    `),
  },
  {
    name: 'boomerang home by farther',
    family: 6,
    via: [0, 1, 0],
    inner: 'echo-reply',
    end: 2,
    ttl: 64,
    size: 196,
    bytes: hex(`
      600fa000 009c 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 156 bytes, IPv6, 64 hops, own to h0
      600fa000 0074 29 40 20010db8000000000000000000000009 20010db8000200000000000000000002 // 116 bytes, IPv6, 64 hops, own to h1
      600fa000 004c 29 40 20010db8000000000000000000000009 20010db8000200000000000000000001 // 76 bytes, IPv6, 64 hops, own to h0
      600fa000 0024 3a 40 20010db8000200000000000000000003 20010db8000000000000000000000009 // 36 bytes, ICMPv6, 64 hops, h2 to own
      8100 ee48 ff00 0abc // echo reply, checksum, id, sequence number
      0102030405060708090a0b0c0d0e f9e2 // token, what brings the checksum about
      000000000000000000000000 // up to the size asked
    `),
  },
];
