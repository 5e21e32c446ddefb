import { describe, expect, test } from 'vitest';
import { emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { MAX_IP_DEPTH } from '../../../helper/wire/ip-protocol.ts';
import { emitIpStack } from '../../../helper/wire/ipip.ts';
import { parseQuoted, type Quoted, unwrapQuoted } from '../../../helper/wire/quoted.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT4, CLIENT6, embedded, hex, patched, prefixes, ROUTER4, ROUTER6 } from './golden.ts';

/** As a Linux router quoted it, TTL run down to 1. */
const UDP4 = hex(`
  4500 0020     // version, header of 5 words, total length 32
  23d5 4000     // IP-ID, don't fragment
  01 11 d1ef    // TTL 1, UDP, checksum
  c0000201 c0000207
  9c40 829a     // ports 40000 -> 33434
  000c 8420     // length 12, checksum
  6b657921      // payload
`);

const UDP6 = hex(`
  600f8046      // version 6, traffic class 0, flow label f8046
  000c 11 01    // payload length 12, UDP, hop limit 1
  20010db8000000000000000000000001
  20010db8000000000000000000000007
  9c40 829a 000c 5b91 6b657921
`);

function header4(protocol: number, changes: Readonly<Record<number, number>> = {}): Uint8Array {
  return patched(UDP4.subarray(0, 20), { 9: protocol, 3: 0, ...changes });
}

function quote(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...(typeof part === 'string' ? hex(part) : part)]));
}

function read(bytes: Uint8Array): Quoted {
  const quoted = parseQuoted(embedded(bytes));
  if (isWireError(quoted)) throw new Error(`${quoted.error} at ${quoted.at}`);
  return quoted;
}

describe('a quoted UDP datagram', () => {
  test('over IPv4 is read whole', () => {
    expect(read(UDP4)).toEqual({
      ip: {
        family: 4,
        source: CLIENT4,
        destination: ROUTER4,
        protocol: 17,
        identification: 0x23d5,
        flowLabel: null,
        trafficClass: 0,
        ttl: 1,
        totalLength: 32,
        fragmentOffset: 0,
        moreFragments: false,
      },
      content: {
        kind: 'udp',
        sourcePort: 40_000,
        destinationPort: 33_434,
        length: 12,
        checksum: 0x8420,
        payload: hex('6b657921'),
      },
      bytes: UDP4.subarray(20),
    });
  });

  test('over IPv6 is read whole', () => {
    expect(read(UDP6)).toMatchObject({
      ip: {
        family: 6,
        source: CLIENT6,
        destination: ROUTER6,
        protocol: 17,
        identification: null,
        flowLabel: 0xf8046,
        ttl: 1,
        totalLength: 52,
        fragmentOffset: 0,
        moreFragments: false,
      },
      content: { kind: 'udp', sourcePort: 40_000, checksum: 0x5b91, payload: hex('6b657921') },
    });
  });

  test.each([
    ['IPv4', UDP4, 20],
    ['IPv6', UDP6, 40],
  ])('over %s gives what is there, however much was cut off', (_, whole, header) => {
    for (const piece of prefixes(whole)) {
      const quoted = parseQuoted(piece);
      const rest = piece.length - header;
      if (rest < 0) expect(quoted).toMatchObject({ error: 'truncated' });
      else if (rest < 4) expect(quoted).toMatchObject({ content: { kind: 'other' } });
      else {
        const content = { kind: 'udp', sourcePort: 40_000, destinationPort: 33_434 };
        const length = rest < 8 ? null : 12;
        expect(quoted).toMatchObject({
          content: { ...content, length, payload: piece.subarray(header + 8) },
        });
      }
    }
  });

  test('with a changed header checksum, length or flags is still read', () => {
    const changed = patched(UDP4, { 2: 0x20, 3: 0x00, 6: 0x00, 10: 0, 11: 0 });
    expect(read(changed)).toMatchObject({
      ip: { totalLength: 0x2000 },
      content: { payload: hex('6b657921') },
    });
    const shorter = patched(UDP4, { 3: 12 });
    expect(read(shorter)).toMatchObject({ content: { payload: hex('6b657921') } });
  });

  test('behind IPv4 options is found', () => {
    const options = quote(patched(UDP4.subarray(0, 20), { 0: 0x46, 3: 0x24 }), '94040000', UDP4.subarray(20));
    expect(read(options)).toMatchObject({ content: { kind: 'udp', payload: hex('6b657921') } });
    expect(parseQuoted(options.subarray(0, 23))).toMatchObject({ error: 'truncated' });
  });
});

describe('padding', () => {
  test('of zeros behind the datagram is cut off', () => {
    expect(read(quote(UDP4, new Uint8Array(96))).content).toMatchObject({ payload: hex('6b657921') });
    expect(read(quote(UDP6, new Uint8Array(76))).content).toMatchObject({ payload: hex('6b657921') });
  });

  test('of anything else is kept, for the length may be the lie', () => {
    expect(read(quote(UDP4, '000001')).content).toMatchObject({ payload: hex('6b657921 000001') });
  });
});

describe('a quoted echo', () => {
  test.each([
    ['08', true],
    ['00', false],
  ])('of ICMPv4 type %s', (type, request) => {
    expect(read(quote(header4(1), `${type}00 c8a2 2494 0001 5d6d016b`))).toMatchObject({
      content: { kind: 'echo', request, id: 0x2494, sequence: 1, checksum: 0xc8a2, payload: hex('5d6d016b') },
    });
  });

  test.each([
    ['80', true],
    ['81', false],
  ])('of ICMPv6 type %s', (type, request) => {
    const header = patched(UDP6.subarray(0, 40), { 6: 58, 5: 8 });
    expect(read(quote(header, `${type}00 c8a2 2494 0001`))).toMatchObject({
      content: { kind: 'echo', request, id: 0x2494, sequence: 1, payload: hex('') },
    });
  });

  test('cut below its 8 bytes, or another ICMP message, is told as other', () => {
    expect(read(quote(header4(1), '0800 c8a2 2494 00')).content).toEqual({ kind: 'other' });
    expect(read(quote(header4(1), '0301 c8a2 0000 0000')).content).toEqual({ kind: 'other' });
  });
});

describe('a quoted TCP segment', () => {
  const SYN = '9c41 0050 b3cd1aeb 00000001 a002ffd7';

  test.each([
    [3, { kind: 'other' }],
    [4, { kind: 'tcp', sequence: null, acknowledgement: null }],
    [8, { kind: 'tcp', sequence: 0xb3cd1aeb, acknowledgement: null, rest: hex('') }],
    [12, { kind: 'tcp', sequence: 0xb3cd1aeb, acknowledgement: 1, rest: hex('00000001') }],
    [16, { kind: 'tcp', sourcePort: 40_001, destinationPort: 80, rest: hex('00000001 a002ffd7') }],
  ])('of %i bytes', (length, content) => {
    expect(read(quote(header4(6), hex(SYN).subarray(0, length)))).toMatchObject({ content });
  });
});

describe('fragments', () => {
  test('of IPv4: the first has ports, a later one has not', () => {
    const first = patched(UDP4, { 6: 0x20, 7: 0 });
    expect(read(first)).toMatchObject({ ip: { moreFragments: true }, content: { kind: 'udp' } });
    const later = patched(UDP4, { 6: 0x20, 7: 3 });
    expect(read(later)).toMatchObject({ ip: { fragmentOffset: 24 }, content: { kind: 'fragment' } });
  });

  test('of IPv6: the fragment header gives the identification', () => {
    const header = patched(UDP6.subarray(0, 40), { 6: 44, 5: 20 });
    const first = quote(header, '11 00 0001 00000009', UDP6.subarray(40));
    expect(read(first)).toMatchObject({
      ip: { protocol: 17, identification: 9, moreFragments: true },
      content: { kind: 'udp', payload: hex('6b657921') },
    });
    const later = quote(header, '11 00 0010 00000009', UDP6.subarray(40));
    expect(read(later)).toMatchObject({ ip: { fragmentOffset: 16 }, content: { kind: 'fragment' } });
  });

  test('of IPv6 cut within the fragment header are told as other', () => {
    const header = patched(UDP6.subarray(0, 40), { 6: 44, 5: 20 });
    expect(read(quote(header, '11 00 0001'))).toMatchObject({
      ip: { protocol: 44, identification: null },
      content: { kind: 'other' },
    });
  });
});

describe('IP in IP', () => {
  const inner = { identification: 0xbeef, source: ROUTER4, destination: CLIENT4 };

  test('4 in 4 with 8 bytes of the inner header shows its IP-ID', () => {
    const packet = emitIpStack({
      layers: [
        { family: 4, identification: 0xcafe, source: CLIENT4, destination: ROUTER4 },
        { family: 4, ...inner },
      ],
      protocol: 17,
      payload: UDP4.subarray(20),
    });
    expect(read(packet.subarray(0, 28))).toMatchObject({
      ip: { identification: 0xcafe, protocol: 4 },
      content: { kind: 'ip-partial', family: 4, identification: 0xbeef, flowLabel: null },
    });
    expect(read(packet.subarray(0, 27)).content).toEqual({ kind: 'other' });
    expect(read(packet)).toMatchObject({
      content: { kind: 'ip', inner: { ip: { identification: 0xbeef }, content: { kind: 'udp' } } },
    });
  });

  test('6 in 4 with 8 bytes of the inner header shows its flow label', () => {
    expect(read(quote(header4(41), UDP6.subarray(0, 8))).content).toEqual({
      kind: 'ip-partial',
      family: 6,
      identification: null,
      flowLabel: 0xf8046,
    });
  });

  test('of the wrong version inside is told as other', () => {
    expect(read(quote(header4(4), UDP6)).content).toEqual({ kind: 'other' });
    expect(read(quote(header4(41), UDP4)).content).toEqual({ kind: 'other' });
    expect(read(header4(4)).content).toEqual({ kind: 'other' });
  });

  test('with an inner header that lies about its length is told as partial', () => {
    expect(read(quote(header4(4), patched(UDP4, { 0: 0x44 }))).content).toMatchObject({ kind: 'ip-partial' });
  });

  test('4 in 6 with the encapsulation limit is seen through', () => {
    const packet = emitIpStack({
      layers: [
        {
          family: 6,
          source: CLIENT6,
          destination: ROUTER6,
          extensions: [{ kind: 'destination', options: [{ option: 'encapsulation-limit', limit: 4 }] }],
        },
        { family: 4, ...inner },
      ],
      protocol: 17,
      payload: UDP4.subarray(20),
    });
    const { layers, content } = unwrapQuoted(read(packet));
    expect(layers).toMatchObject([
      { family: 6, protocol: 4 },
      { family: 4, identification: 0xbeef },
    ]);
    expect(content).toMatchObject({ kind: 'udp', payload: hex('6b657921') });
  });

  test('three deep is unwrapped to what the quote still holds, through a real error message', () => {
    const leg = (identification: number) => ({ ...inner, family: 4 as const, identification });
    const packet = emitIpStack({
      layers: [leg(1), leg(2), leg(3)],
      protocol: 17,
      payload: UDP4.subarray(20),
    });
    for (const [length, ids, kind] of [
      [packet.length, [1, 2, 3], 'udp'],
      [60, [1, 2, 3], 'other'],
      [59, [1, 2], 'ip-partial'],
      [48, [1, 2], 'ip-partial'],
      [40, [1, 2], 'other'],
      [28, [1], 'ip-partial'],
    ] as const) {
      const error = icmpv4Error({ type: 11, code: 0, quoted: packet.subarray(0, length) });
      const parsed = parseIcmpv4(emitIcmpv4(error));
      const { layers, content } = unwrapQuoted(read('quoted' in parsed ? parsed.quoted : hex('')));
      expect(layers.map((layer) => layer.identification)).toEqual(ids);
      expect(content.kind).toBe(kind);
    }
  });

  test('is bounded', () => {
    const bottomless = new Uint8Array(20 * (MAX_IP_DEPTH + 2));
    for (let at = 0; at < bottomless.length; at += 20) bottomless.set(header4(4), at);
    const { layers, content } = unwrapQuoted(read(bottomless));
    expect(layers).toHaveLength(MAX_IP_DEPTH);
    expect(content.kind).toBe('ip-partial');
  });
});

test('another protocol is told as other, with its bytes', () => {
  expect(read(quote(header4(132), '9c40829a'))).toMatchObject({
    content: { kind: 'other' },
    bytes: hex('9c40829a'),
  });
});

test.each([
  ['version 0', patched(UDP4, { 0: 0x05 }), 'bad-version'],
  ['version 15', patched(UDP4, { 0: 0xf5 }), 'bad-version'],
  ['a header of 4 words', patched(UDP4, { 0: 0x44 }), 'bad-length'],
])('an outermost header of %s is an error', (_, bytes, error) => {
  expect(parseQuoted(bytes)).toMatchObject({ error });
});
