import { describe, expect, test } from 'vitest';
import { emitIpv4, ipv4BufferLength, parseIpv4, readIpv4Header } from '../../../helper/wire/ipv4.ts';
import { emitIpv4Options, parseIpv4Options } from '../../../helper/wire/option/ipv4-option.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT4, dirty, embedded, hex, patched, prefixes } from './golden.ts';

const PLAIN = hex(`
  4 5           // version 4, header of 5 words
  b9            // DSCP 46 (expedited), ECN 1
  0018          // total length 24
  e266          // identification
  4000          // don't fragment, offset 0
  40 01         // TTL 64, protocol ICMP
  d3c2          // checksum
  c0000201      // source
  c0000201      // destination
  deadbeef      // payload
`);

const OPTIONS = hex(`
  94 04 0000                    // router alert
  07 0b 08 c0000201 00000000    // record route, next slot at 8, two slots
  00                            // end of list
`);

const WITH_OPTIONS = hex(`
  4 9           // version 4, header of 9 words
  00            // traffic class
  002c          // total length 44
  1234          // identification
  2002          // more fragments, offset 2 x 8 bytes
  40 11         // TTL 64, protocol UDP
  b37d          // checksum
  c0000201      // source
  c6336407      // destination
  94040000 070b08c0 00020100 00000000  // options
  0102030405060708                     // payload
`);

describe('parseIpv4', () => {
  test('reads every field of a plain packet', () => {
    expect(parseIpv4(embedded(PLAIN))).toEqual({
      trafficClass: 0xb9,
      identification: 0xe266,
      reservedFlag: false,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      ttl: 64,
      protocol: 1,
      source: CLIENT4,
      destination: CLIENT4,
      optionBytes: hex(''),
      options: [],
      payload: hex('deadbeef'),
    });
  });

  test('reads options and fragment fields', () => {
    expect(parseIpv4(WITH_OPTIONS)).toMatchObject({
      dontFragment: false,
      moreFragments: true,
      fragmentOffset: 16,
      optionBytes: OPTIONS,
      options: [
        { option: 'router-alert', value: 0 },
        { option: 'record-route', pointer: 8, route: [hex('c0000201'), hex('00000000')] },
      ],
      payload: hex('0102030405060708'),
    });
  });

  test('leaves link padding behind the total length out', () => {
    expect(parseIpv4(hex(`${Buffer.from(PLAIN).toString('hex')} 000000000000`))).toMatchObject({
      payload: hex('deadbeef'),
    });
  });

  test.each([
    ['plain', PLAIN],
    ['with options', WITH_OPTIONS],
  ])('every shorter piece of a packet %s is truncated', (_, packet) => {
    for (const piece of prefixes(packet)) {
      expect(parseIpv4(piece), `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });

  test.each([
    ['version 6', { 0: 0x65 }, 'bad-version', 'ipv4.version'],
    ['version 0', { 0: 0x05 }, 'bad-version', 'ipv4.version'],
    ['a header of 4 words', { 0: 0x44 }, 'bad-length', 'ipv4.header-length'],
    ['a header of 15 words', { 0: 0x4f }, 'truncated', 'ipv4.options'],
    ['a total length below the header', { 3: 0x13 }, 'bad-length', 'ipv4.total-length'],
    ['a total length of 0', { 3: 0 }, 'bad-length', 'ipv4.total-length'],
    ['a total length beyond the bytes', { 3: 0x19 }, 'truncated', 'ipv4.total-length'],
    ['a checksum off by one', { 11: 0xc3 }, 'bad-checksum', 'ipv4.checksum'],
  ] as const)('%s', (_, changes, error, at) => {
    expect(parseIpv4(patched(PLAIN, changes))).toEqual({ error, at });
  });

  test('the checksum can be left to others', () => {
    const bad = patched(PLAIN, { 11: 0 });
    expect(parseIpv4(bad, { checksum: 'ignore' })).toMatchObject({ ttl: 64 });
  });

  test('a total length changed by the system can be left aside', () => {
    const changed = patched(PLAIN, { 2: 0x04, 3: 0x00 });
    expect(parseIpv4(changed, { lengthFrom: 'buffer', checksum: 'ignore' })).toMatchObject({
      payload: hex('deadbeef'),
    });
  });

  test.each([
    ['a length of 0', '0700 0000', 'bad-length'],
    ['a length of 1', '0701 0000', 'bad-length'],
    ['a length beyond the header', '0705 0000', 'truncated'],
    ['a type at the very end', '0101 0107', 'bad-length'],
  ])('an option with %s', (_, options, error) => {
    const packet = emitIpv4({
      ...{ protocol: 1, source: CLIENT4, destination: CLIENT4, payload: hex('') },
      optionBytes: hex(options),
    });
    expect(parseIpv4(packet)).toMatchObject({ error, at: 'ipv4.options' });
  });
});

test('readIpv4Header judges neither checksum nor total length', () => {
  expect(readIpv4Header(patched(PLAIN, { 2: 0xff, 10: 0, 11: 0 }))).toMatchObject({
    headerLength: 20,
    totalLength: 0xff18,
    checksum: 0,
  });
  expect(readIpv4Header(PLAIN.subarray(0, 19))).toMatchObject({ error: 'truncated' });
});

describe('emitIpv4', () => {
  test.each([
    ['plain', PLAIN],
    ['with options', WITH_OPTIONS],
  ])('gives the packet %s back, over garbage', (_, golden) => {
    const packet = parseIpv4(golden);
    if (isWireError(packet)) throw new Error(packet.at);
    const room = dirty(golden.length);
    expect(emitIpv4(packet, room)).toEqual(golden);
    expect(room.subarray(golden.length)).toEqual(dirty(0));
    expect(ipv4BufferLength(packet)).toBe(golden.length);
  });

  test('pads options over garbage, and has defaults for what is left out', () => {
    const base = { protocol: 253, source: CLIENT4, destination: CLIENT4, payload: hex('') };
    expect(emitIpv4({ ...base, optionBytes: hex('01') }, dirty(24))).toEqual(
      hex(`
        46 00 0018 0000 0000  // version, header of 6 words, all else zero
        40 fd f3e6            // TTL 64, protocol, checksum
        c0000201 c0000201
        01 000000             // no operation, padding
      `),
    );
  });

  test('keeps the reserved flag', () => {
    const base = { protocol: 1, source: CLIENT4, destination: CLIENT4, payload: hex('') };
    expect(parseIpv4(emitIpv4({ ...base, reservedFlag: true }))).toMatchObject({ reservedFlag: true });
  });

  test('refuses what does not fit', () => {
    const base = { protocol: 1, source: CLIENT4, destination: CLIENT4, payload: hex('') };
    expect(() => emitIpv4({ ...base, optionBytes: new Uint8Array(41) })).toThrow(RangeError);
    expect(() => emitIpv4({ ...base, payload: new Uint8Array(65_516) })).toThrow(RangeError);
    expect(emitIpv4({ ...base, payload: new Uint8Array(65_515) })).toHaveLength(65_535);
    expect(() => emitIpv4(base, new Uint8Array(19))).toThrow(RangeError);
  });
});

describe('options', () => {
  const parsed = (text: string) => parseIpv4Options(hex(text));

  test('are read and written back, unknown ones too', () => {
    const bytes = hex(`
      01              // no operation
      83 0f 04 c6336401 c6336402 c6336403  // loose source route of three
      89 07 08 c6336402          // strict source route
      44 04 05 00                // timestamp: not looked into
      00                         // end of list
    `);
    const options = parseIpv4Options(bytes);
    expect(options).toEqual([
      { option: 'no-operation' },
      {
        option: 'loose-source-route',
        pointer: 4,
        route: [hex('c6336401'), hex('c6336402'), hex('c6336403')],
      },
      { option: 'strict-source-route', pointer: 8, route: [hex('c6336402')] },
      { option: 'unknown', type: 0x44, data: hex('0500') },
    ]);
    expect(isWireError(options) ? null : emitIpv4Options(options)).toEqual(bytes);
  });

  test('of a known type but a strange length stay as bytes', () => {
    expect(parsed('0704 0400')).toEqual([{ option: 'unknown', type: 7, data: hex('0400') }]);
    expect(parsed('9403 0000')).toEqual([{ option: 'unknown', type: 0x94, data: hex('00') }]);
    expect(parsed('0702 0000')).toEqual([{ option: 'unknown', type: 7, data: hex('') }]);
  });

  test('behind the end mark are not read', () => {
    expect(parsed('0100 0700')).toEqual([{ option: 'no-operation' }]);
  });

  test('over 40 bytes are refused', () => {
    const option = { option: 'unknown', type: 0x44, data: new Uint8Array(39) } as const;
    expect(() => emitIpv4Options([option])).toThrow(RangeError);
  });
});
