import { describe, expect, test } from 'vitest';
import {
  emitInterfaceInformation,
  type InterfaceInformation,
} from '../../../helper/wire/extension/interface-information.ts';
import { emitMplsStack } from '../../../helper/wire/extension/mpls.ts';
import { emitExtensions, parseExtensions, splitErrorBody } from '../../../helper/wire/extensions.ts';
import { emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { emitIcmpv6, icmpv6Error, parseIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { CLIENT6, dirty, hex, patched, prefixes, ROUTER6 } from './golden.ts';

const MPLS = hex(`
  000c 01 01    // length 12, class MPLS, incoming stack
  49300 0 fe    // label 299776, traffic class 0, not the bottom, TTL 254
  03e81 b 01    // label 16001, traffic class 5, bottom, TTL 1
`);
const STACK = [
  { label: 299_776, trafficClass: 0, bottomOfStack: false, ttl: 254 },
  { label: 16_001, trafficClass: 5, bottomOfStack: true, ttl: 1 },
];

const INTERFACE = hex(`
  001c 02 0f    // length 28, class interface: incoming, index + address + name + MTU
  00000007      // index 7
  0001 0000 c0000209     // IPv4 address 192.0.2.9
  08 65746830 000000     // name part of 8 bytes: eth0
  000005dc      // MTU 1500
`);
const INFORMATION: InterfaceInformation = {
  role: 'incoming',
  index: 7,
  address: hex('c0000209'),
  name: 'eth0',
  mtu: 1500,
};

const join = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const STRUCTURE = join(
  hex('2 000  fef4'), // version 2, reserved, checksum
  MPLS,
  INTERFACE,
);

const QUOTED = hex(`
  4500 0020 23d5 4000 0111 d1ef c0000201 c0000207  // IPv4 header
  9c40 829a 000c 8420 6b657921                     // UDP header and payload
`);
const PADDED = join(QUOTED, new Uint8Array(128 - QUOTED.length));

/** Time exceeded with the length attribute: 32 words quoted. */
const TIME_EXCEEDED = join(hex('0b00 6d51 00 20 0000'), PADDED, STRUCTURE);
/** The same from a router that knows nothing of the attribute. */
const COMPATIBLE = join(hex('0b00 6d71 00 00 0000'), PADDED, STRUCTURE);

const objects = [
  { classNumber: 1, cType: 1, payload: MPLS.subarray(4), detail: { kind: 'mpls', stack: STACK } },
  {
    classNumber: 2,
    cType: 0x0f,
    payload: INTERFACE.subarray(4),
    detail: { kind: 'interface', information: INFORMATION },
  },
];

describe('the structure', () => {
  test('is read', () => {
    expect(parseExtensions(STRUCTURE)).toEqual(objects);
  });

  test('is written', () => {
    expect(emitExtensions([emitMplsStack(STACK), emitInterfaceInformation(INFORMATION)])).toEqual(STRUCTURE);
  });

  test('of every shorter length is refused, but for whole objects without a checksum', () => {
    const unsummed = patched(STRUCTURE, { 2: 0, 3: 0 });
    const whole = new Set([4, 4 + MPLS.length]);
    for (const piece of prefixes(unsummed)) {
      const parsed = parseExtensions(piece);
      if (whole.has(piece.length)) expect(parsed).toEqual(objects.slice(0, piece.length === 4 ? 0 : 1));
      else expect(parsed, `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });

  test.each([
    ['version 1', { 0: 0x10 }, 'bad-version'],
    ['version 0', { 0: 0x00 }, 'bad-version'],
    ['a wrong checksum', { 3: 0xf5 }, 'bad-checksum'],
    ['a flipped payload bit', { 9: 0x31 }, 'bad-checksum'],
    ['an object of 0 bytes', { 2: 0, 3: 0, 5: 0 }, 'bad-length'],
    ['an object of 3 bytes', { 2: 0, 3: 0, 5: 3 }, 'bad-length'],
    ['an object of no whole words', { 2: 0, 3: 0, 5: 10 }, 'bad-length'],
    ['an object longer than the structure', { 2: 0, 3: 0, 5: 0xf0 }, 'truncated'],
  ] as const)('with %s is refused', (_, changes, error) => {
    expect(parseExtensions(patched(STRUCTURE, changes))).toMatchObject({ error });
  });

  test('without a checksum passes unless the checksum is what proves it', () => {
    const unsummed = patched(STRUCTURE, { 2: 0, 3: 0 });
    expect(parseExtensions(unsummed)).toEqual(objects);
    expect(parseExtensions(unsummed, { checksumMandatory: true })).toMatchObject({ error: 'bad-checksum' });
  });

  test('keeps unknown classes, and unknown sub-types of known ones', () => {
    const unknown = [
      { classNumber: 247, cType: 3, payload: hex('01020304') },
      { classNumber: 1, cType: 2, payload: hex('01020304') },
      { classNumber: 3, cType: 0, payload: hex('') },
    ];
    expect(parseExtensions(emitExtensions(unknown))).toEqual(
      unknown.map((object) => ({ ...object, detail: { kind: 'unknown' } })),
    );
  });

  test('cannot be built of a payload without whole words', () => {
    expect(() => emitExtensions([{ classNumber: 9, cType: 1, payload: hex('00') }])).toThrow(RangeError);
    const payload = new Uint8Array(65_536);
    expect(() => emitExtensions([{ classNumber: 9, cType: 1, payload }])).toThrow(RangeError);
  });
});

describe('the length attribute', () => {
  test('of ICMPv4 counts words', () => {
    expect(parseIcmpv4(TIME_EXCEEDED)).toMatchObject({
      name: 'ttl-exceeded',
      quoted: PADDED,
      trailer: STRUCTURE,
      extensions: objects,
      extensionFault: null,
    });
  });

  test('of ICMPv6 counts double words', () => {
    const extensions = [emitMplsStack(STACK)];
    const message = icmpv6Error({ type: 3, code: 0, quoted: new Uint8Array(132).fill(1), extensions });
    const ends = { source: ROUTER6, destination: CLIENT6 };
    expect(message.restOfHeader).toEqual(hex('11000000'));
    expect(message.quoted).toHaveLength(136);
    expect(parseIcmpv6(emitIcmpv6(message, ends), ends)).toEqual(message);
    expect(message.extensions).toEqual(objects.slice(0, 1));
  });

  test('is written with the quote padded to 128 bytes', () => {
    const extensions = [emitMplsStack(STACK), emitInterfaceInformation(INFORMATION)];
    const message = icmpv4Error({ type: 11, code: 0, quoted: QUOTED, extensions });
    expect(emitIcmpv4(message, dirty(TIME_EXCEEDED.length))).toEqual(TIME_EXCEEDED);
  });

  test('sits beside the MTU of fragmentation needed', () => {
    const extensions = [emitMplsStack(STACK)];
    const message = icmpv4Error({ type: 3, code: 4, mtu: 1400, quoted: QUOTED, extensions });
    expect(message).toMatchObject({ mtu: 1400, restOfHeader: hex('00 20 0578'), extensions: [{}] });
  });

  test('beyond the message is a lie: all is quoted, and the fault is told', () => {
    const body = TIME_EXCEEDED.subarray(8);
    expect(splitErrorBody(body, body.length + 4)).toEqual({
      quoted: body,
      trailer: hex(''),
      extensions: [],
      extensionFault: { error: 'bad-length', at: 'extensions.length-attribute' },
    });
  });

  test('over the whole message leaves no extensions', () => {
    expect(splitErrorBody(PADDED, 128)).toEqual({
      quoted: PADDED,
      trailer: hex(''),
      extensions: [],
      extensionFault: null,
    });
  });

  test('in front of a broken structure keeps the quote and the bytes', () => {
    const broken = patched(STRUCTURE, { 10: 0xff });
    expect(splitErrorBody(join(PADDED, broken), 128)).toEqual({
      quoted: PADDED,
      trailer: broken,
      extensions: [],
      extensionFault: { error: 'bad-checksum', at: 'extensions.checksum' },
    });
  });

  test('shorter than 128 bytes is believed', () => {
    expect(splitErrorBody(join(QUOTED, STRUCTURE), 32)).toMatchObject({
      quoted: QUOTED,
      extensions: objects,
    });
  });
});

describe('without a length attribute', () => {
  test('a sound structure behind 128 bytes is found', () => {
    expect(parseIcmpv4(COMPATIBLE)).toMatchObject({ quoted: PADDED, extensions: objects });
  });

  test.each([
    ['a wrong checksum', { 3: 0xf5 }],
    ['no checksum', { 2: 0, 3: 0 }],
    ['another version', { 0: 0x30 }],
  ])('a structure with %s is payload', (_, changes) => {
    const body = join(PADDED, patched(STRUCTURE, changes));
    expect(splitErrorBody(body, 0)).toEqual({
      quoted: body,
      trailer: hex(''),
      extensions: [],
      extensionFault: null,
    });
  });

  test('an empty structure, or one a byte further on, is payload', () => {
    const empty = join(PADDED, hex('2000 dfff'));
    expect(splitErrorBody(empty, 0)).toMatchObject({ quoted: empty, extensions: [] });
    const shifted = join(PADDED, hex('00'), STRUCTURE);
    expect(splitErrorBody(shifted, 0)).toMatchObject({ quoted: shifted, extensions: [] });
  });

  test('messages that cannot be extended are all quote', () => {
    const body = join(PADDED, STRUCTURE);
    expect(splitErrorBody(body, null)).toMatchObject({ quoted: body, extensions: [] });
    const redirect = icmpv4Error({ type: 5, code: 1, gateway: hex('c0000207'), quoted: body });
    expect(parseIcmpv4(emitIcmpv4(redirect))).toMatchObject({ quoted: body, extensions: [] });
  });
});

describe('interface information', () => {
  const detailOf = (cType: number, payload: Uint8Array) => {
    const parsed = parseExtensions(emitExtensions([{ classNumber: 2, cType, payload }]));
    return 'error' in parsed ? parsed : parsed[0]?.detail;
  };
  const nothing = { index: null, address: null, name: null, mtu: null };

  test.each([
    [0x00, 'incoming'],
    [0x40, 'incoming-sub-ip'],
    [0x80, 'outgoing'],
    [0xc0, 'next-hop'],
  ])('of sub-type %i is %s', (cType, role) => {
    expect(detailOf(cType, hex(''))).toEqual({ kind: 'interface', information: { role, ...nothing } });
  });

  test('reads an IPv6 address', () => {
    expect(detailOf(0x84, join(hex('0002 0000'), ROUTER6))).toMatchObject({
      information: { role: 'outgoing', address: ROUTER6 },
    });
  });

  test.each([
    ['UTF-8', '08 67c3bc6ec3a9', 'g\u00fcn\u00e9'],
    ['broken UTF-8', '04 61ff62', 'a\ufffdb'],
    ['a terminal escape', '08 1b5b326a 0d0a41', '\ufffd[2j\ufffd\ufffdA'],
    ['nothing', '04 000000', ''],
  ])('reads a name of %s', (_, part, name) => {
    const padded = hex(part);
    const whole = new Uint8Array(padded[0] ?? 0);
    whole.set(padded);
    expect(detailOf(0x02, whole)).toMatchObject({ information: { name } });
  });

  test.each([
    ['a missing index', 0x08, ''],
    ['a missing address', 0x04, ''],
    ['a cut IPv4 address', 0x04, '00010000'],
    ['a cut IPv6 address', 0x04, '00020000 c0000201'],
    ['another address family', 0x04, '00030000 c0000201'],
    ['a missing name', 0x02, ''],
    ['a name of length 0', 0x02, '00000000'],
    ['a name of no whole words', 0x02, '05000000 00000000'],
    ['a name over 64 bytes', 0x02, `44${'41'.repeat(67)}`],
    ['a cut name', 0x02, '08414141'],
    ['a missing MTU', 0x01, ''],
    ['bytes left over', 0x01, '000005dc 00000000'],
    ['reserved bits', 0x10, ''],
  ])('with %s is malformed, its bytes kept', (_, cType, payload) => {
    expect(detailOf(cType, hex(payload))).toMatchObject({ kind: 'malformed' });
  });

  test('takes names of up to 63 bytes', () => {
    const named = (name: string) => emitInterfaceInformation({ role: 'outgoing', ...nothing, name });
    expect(named('x'.repeat(63)).payload).toHaveLength(64);
    expect(() => named('x'.repeat(64))).toThrow(RangeError);
    expect(named('\ud800').payload).toEqual(hex('04 efbfbd'));
  });
});

test('an empty MPLS stack and one of no whole entries', () => {
  expect(parseExtensions(emitExtensions([emitMplsStack([])]))).toMatchObject([
    { detail: { kind: 'mpls', stack: [] } },
  ]);
});
