import { describe, expect, test } from 'vitest';
import { emitIpv6, ipv6BufferLength, parseIpv6, readIpv6Header } from '../../../helper/wire/ipv6.ts';
import {
  emitExtensionChain,
  encapsulationLimit,
  type Ipv6Extension,
  MAX_EXTENSION_HEADERS,
  walkExtensions,
} from '../../../helper/wire/ipv6-extension.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT6, dirty, embedded, hex, patched, prefixes, ROUTER6 } from './golden.ts';

const PLAIN = hex(`
  6 b9 abcde    // version 6, traffic class b9, flow label abcde
  0004          // payload length 4
  3a 40         // next header ICMPv6, hop limit 64
  20010db8000000000000000000000001  // source
  20010db8000000000000000000000007  // destination
  deadbeef      // payload
`);

const CHAINED = hex(`
  6 00 00000    // version 6
  0034          // payload length 52
  00 40         // next header hop-by-hop, hop limit 64
  20010db8000000000000000000000001  // source
  20010db8000000000000000000000007  // destination
  2b 00 05 02 0000 01 00            // hop-by-hop -> routing: router alert (unknown here), PadN of 0 bytes
  3c 01 04 01 00000000 aabbccdd eeff0011  // routing -> destination, type 4, 1 left, 12 bytes
  2c 00 04 01 03 01 01 00           // destination -> fragment: encapsulation limit 3, PadN of 1
  87 00 000b 01020304               // fragment -> mobility: offset 8, reserved bits 1, more follow
  deadbeef deadbeef deadbeef        // the middle of something
`);

const EXTENSIONS: readonly Ipv6Extension[] = [
  {
    kind: 'hop-by-hop',
    options: [
      { option: 'unknown', type: 5, data: hex('0000') },
      { option: 'padn', data: hex('') },
    ],
  },
  { kind: 'routing', routingType: 4, segmentsLeft: 1, data: hex('00000000 aabbccdd eeff0011') },
  {
    kind: 'destination',
    options: [
      { option: 'encapsulation-limit', limit: 3 },
      { option: 'padn', data: hex('00') },
    ],
  },
  { kind: 'fragment', offset: 8, moreFragments: true, identification: 0x01020304, reserved: 1 },
];

describe('parseIpv6', () => {
  test('reads every field of a plain packet', () => {
    expect(parseIpv6(embedded(PLAIN))).toEqual({
      trafficClass: 0xb9,
      flowLabel: 0xabcde,
      hopLimit: 64,
      source: CLIENT6,
      destination: ROUTER6,
      extensions: [],
      protocol: 58,
      payload: hex('deadbeef'),
    });
  });

  test('walks the chain and stops behind a later fragment', () => {
    expect(parseIpv6(CHAINED)).toMatchObject({
      extensions: EXTENSIONS,
      protocol: 135,
      payload: hex('deadbeef deadbeef deadbeef'),
    });
  });

  test('leaves bytes behind the payload length out', () => {
    expect(parseIpv6(patched(PLAIN, { 5: 2 }))).toMatchObject({ payload: hex('dead') });
  });

  test.each([
    ['plain', PLAIN],
    ['chained', CHAINED],
  ])('every shorter piece of a packet (%s) is truncated', (_, packet) => {
    for (const piece of prefixes(packet)) {
      expect(parseIpv6(piece), `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });

  test.each([
    ['version 4', { 0: 0x4b }, 'bad-version', 'ipv6.version'],
    ['a payload length beyond the bytes', { 5: 5 }, 'truncated', 'ipv6.payload-length'],
  ] as const)('%s', (_, changes, error, at) => {
    expect(parseIpv6(patched(PLAIN, changes))).toEqual({ error, at });
  });

  test.each([
    ['an extension header longer than the packet', { 41: 0xff }, 'ipv6.extension-length'],
    ['an option longer than its header', { 43: 0x40 }, 'ipv6.option'],
    ['an option that is only a type', { 42: 0, 43: 0, 46: 0, 47: 1 }, 'ipv6.option'],
    ['a payload length that cuts a header off', { 5: 0x10 }, 'ipv6.extension-length'],
    ['a payload length that cuts off a header in its first bytes', { 5: 0x09 }, 'ipv6.extension'],
  ] as const)('%s', (_, changes, at) => {
    expect(parseIpv6(patched(CHAINED, changes))).toEqual({ error: 'truncated', at });
  });
});

test('readIpv6Header judges no length', () => {
  expect(readIpv6Header(PLAIN.subarray(0, 40))).toMatchObject({ payloadLength: 4, nextHeader: 58 });
  expect(readIpv6Header(PLAIN.subarray(0, 39))).toMatchObject({ error: 'truncated' });
});

describe('emitIpv6', () => {
  test.each([
    ['plain', PLAIN],
    ['chained', CHAINED],
  ])('gives the packet (%s) back, over garbage', (_, golden) => {
    const packet = parseIpv6(golden);
    if (isWireError(packet)) throw new Error(packet.at);
    const room = dirty(golden.length);
    expect(emitIpv6(packet, room)).toEqual(golden);
    expect(room.subarray(golden.length)).toEqual(dirty(0));
    expect(ipv6BufferLength(packet)).toBe(golden.length);
  });

  test('refuses what does not fit', () => {
    const base = { protocol: 58, source: CLIENT6, destination: CLIENT6, payload: new Uint8Array(65_536) };
    expect(() => emitIpv6(base)).toThrow(RangeError);
    expect(() => emitIpv6({ ...base, payload: hex('') }, new Uint8Array(39))).toThrow(RangeError);
  });
});

describe('walkExtensions', () => {
  test('keeps what it could read before a fault', () => {
    const chain = walkExtensions(60, hex('2b 00 04 01 03 01 01 00  3a 02 00 00'));
    expect(chain).toMatchObject({
      extensions: [{ kind: 'destination' }],
      protocol: 43,
      payload: hex('3a020000'),
      fault: { error: 'truncated', at: 'ipv6.extension' },
    });
  });

  test('is bounded', () => {
    const endless = new Uint8Array(8 * (MAX_EXTENSION_HEADERS + 1)).fill(0);
    for (let at = 0; at < endless.length; at += 8) endless[at] = 60;
    expect(walkExtensions(60, endless)).toMatchObject({ fault: { error: 'too-deep' } });
    expect(walkExtensions(60, endless).extensions).toHaveLength(MAX_EXTENSION_HEADERS);
    endless[8 * (MAX_EXTENSION_HEADERS - 1)] = 58;
    expect(walkExtensions(60, endless)).toMatchObject({ protocol: 58, fault: null });
  });

  test.each([6, 17, 58, 59, 50, 51, 253])('ends at protocol %i', (protocol) => {
    const payload = hex('0000000000000000');
    expect(walkExtensions(protocol, payload)).toEqual({ extensions: [], protocol, payload, fault: null });
  });

  test('goes on behind a first fragment', () => {
    expect(walkExtensions(44, hex('3a 00 0001 00000007  8000'))).toMatchObject({
      extensions: [{ kind: 'fragment', offset: 0, moreFragments: true, identification: 7 }],
      protocol: 58,
      payload: hex('8000'),
    });
  });
});

describe('emitExtensionChain', () => {
  test('lays the encapsulation limit out as RFC 2473 section 4.1.1 does', () => {
    expect(emitExtensionChain([encapsulationLimit(4)], 41)).toEqual({
      nextHeader: 60,
      bytes: hex(`
        29 00     // next header IPv6, 8 bytes
        04 01 04  // tunnel encapsulation limit 4
        01 01 00  // PadN
      `),
    });
  });

  test.each([
    [1, '3a00 050100 010100'],
    [3, '3a00 0503000000 00'],
    [4, '3a00 050400000000'],
    [5, '3a01 05050000000000 010500 00000000'],
  ])('pads an option of %i bytes to whole units', (length, bytes) => {
    const options = [{ option: 'unknown', type: 5, data: new Uint8Array(length) } as const];
    expect(emitExtensionChain([{ kind: 'destination', options }], 58).bytes).toEqual(hex(bytes));
  });

  test('refuses a header that does not fill whole units or is too long', () => {
    expect(() => emitExtensionChain([{ kind: 'other', protocol: 135, data: hex('00') }], 58)).toThrow(
      RangeError,
    );
    const longest = new Uint8Array(256 * 8 - 2);
    expect(emitExtensionChain([{ kind: 'other', protocol: 135, data: longest }], 58).bytes).toHaveLength(
      2048,
    );
    const data = new Uint8Array(256 * 8 + 6);
    expect(() => emitExtensionChain([{ kind: 'other', protocol: 135, data }], 58)).toThrow(RangeError);
  });

  test('without headers is nothing', () => {
    expect(emitExtensionChain([], 58)).toEqual({ nextHeader: 58, bytes: hex('') });
  });
});
