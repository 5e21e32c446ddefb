import { describe, expect, test } from 'vitest';
import { emitEchoRequest6, emitIcmpv6, icmpv6Error, parseIcmpv6 } from '../../../helper/wire/icmpv6.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { CLIENT6, dirty, embedded, hex, patched, prefixes, ROUTER6 } from './golden.ts';

const ENDS = { source: CLIENT6, destination: CLIENT6 };

/** As `ping` sent it from an address to itself. */
const ECHO = hex(`
  80 00         // echo request
  b6cd          // checksum over the pseudo header too
  2495 0001     // id, sequence
  5d6d016b 00000000 e7fc0200 00000000  // payload
`);

/** As a Linux kernel answered a datagram to a closed port. */
const PORT_UNREACHABLE = hex(`
  01 04         // destination unreachable, port
  f6fb          // checksum
  00 000000     // no length attribute, unused
  600f8046 000c 11 40                                                // quoted IPv6 header
  20010db8000000000000000000000001 20010db8000000000000000000000001  // its addresses
  9c40 829a 000c 5b91 6b657921                                       // quoted UDP header and payload
`);

const PACKET_TOO_BIG = hex(`
  02 00         // packet too big
  561f          // checksum
  00000500      // MTU 1280
  60000000 000c 11 01                                                // quoted IPv6 header
  20010db8000000000000000000000001 20010db8000000000000000000000001  // its addresses
  9c40 829a 000c 5b91                                                // quoted UDP header
`);
const QUOTED = PACKET_TOO_BIG.subarray(8);

describe('echo', () => {
  const parsed = {
    kind: 'echo-request',
    id: 0x2495,
    sequence: 1,
    payload: hex('5d6d016b 00000000 e7fc0200 00000000'),
  };

  test('request is read, with its checksum verified or trusted', () => {
    expect(parseIcmpv6(embedded(ECHO), ENDS)).toEqual(parsed);
    expect(parseIcmpv6(embedded(ECHO))).toEqual(parsed);
  });

  test('reply is read', () => {
    expect(parseIcmpv6(patched(ECHO, { 0: 0x81, 2: 0xb5 }), ENDS)).toMatchObject({ kind: 'echo-reply' });
  });

  test('request is written over garbage, with a checksum when both addresses are known', () => {
    const echo = { id: 0x2495, sequence: 1, payload: ECHO.subarray(8) };
    const unsummed = patched(ECHO, { 2: 0, 3: 0 });
    expect(emitEchoRequest6({ ...echo, ...ENDS }, dirty(ECHO.length))).toEqual(ECHO);
    expect(emitEchoRequest6(echo, dirty(ECHO.length))).toEqual(unsummed);
    expect(emitEchoRequest6({ ...echo, source: CLIENT6 }, dirty(ECHO.length))).toEqual(unsummed);
  });

  test('does not verify between other addresses', () => {
    expect(parseIcmpv6(ECHO, { source: CLIENT6, destination: ROUTER6 })).toEqual({
      error: 'bad-checksum',
      at: 'icmpv6.checksum',
    });
  });

  test('with a code other than 0 is unknown', () => {
    expect(parseIcmpv6(patched(ECHO, { 1: 1 }))).toMatchObject({ kind: 'unknown', type: 128, code: 1 });
  });
});

describe('errors', () => {
  test('port unreachable from a real kernel', () => {
    expect(parseIcmpv6(embedded(PORT_UNREACHABLE), ENDS)).toEqual({
      kind: 'error',
      type: 1,
      code: 4,
      category: 'unreachable',
      name: 'port-unreachable',
      restOfHeader: hex('00000000'),
      quoted: PORT_UNREACHABLE.subarray(8),
      trailer: hex(''),
      extensions: [],
      extensionFault: null,
    });
  });

  test('packet too big tells the MTU', () => {
    expect(parseIcmpv6(PACKET_TOO_BIG, ENDS)).toMatchObject({
      category: 'packet-too-big',
      name: 'packet-too-big',
      mtu: 1280,
      quoted: QUOTED,
    });
  });

  test.each([
    [
      { type: 1, code: 0, quoted: QUOTED },
      { name: 'no-route', category: 'unreachable' },
    ],
    [
      { type: 1, code: 1, quoted: QUOTED },
      { name: 'admin-prohibited', category: 'unreachable' },
    ],
    [
      { type: 1, code: 3, quoted: QUOTED },
      { name: 'address-unreachable', category: 'unreachable' },
    ],
    [{ type: 2, code: 0, mtu: 0x12345, quoted: QUOTED }, { mtu: 0x12345 }],
    [
      { type: 3, code: 0, quoted: QUOTED },
      { name: 'hop-limit-exceeded', category: 'time-exceeded' },
    ],
    [
      { type: 3, code: 9, quoted: QUOTED },
      { name: 'time-exceeded-code-9', category: 'time-exceeded' },
    ],
    [
      { type: 4, code: 1, pointer: 40, quoted: QUOTED },
      { name: 'unrecognized-next-header', pointer: 40 },
    ],
  ])('%j is built and read', (fields, expected) => {
    const message = icmpv6Error(fields);
    const bytes = emitIcmpv6(message, ENDS, dirty(8 + QUOTED.length));
    expect(parseIcmpv6(bytes, ENDS)).toEqual(message);
    expect(message).toMatchObject({ kind: 'error', quoted: QUOTED, ...expected });
  });

  test('what is not told stays zero', () => {
    for (const type of [1, 2, 3, 4]) {
      expect(icmpv6Error({ type, code: 0, quoted: QUOTED }).restOfHeader).toEqual(hex('00000000'));
    }
  });

  test('cannot be built of a type that is none, nor with extensions that it cannot carry', () => {
    expect(() => icmpv6Error({ type: 128, code: 0, quoted: hex('') })).toThrow(RangeError);
    const extensions = [{ classNumber: 9, cType: 1, payload: hex('') }];
    expect(() => icmpv6Error({ type: 2, code: 0, quoted: hex(''), extensions })).toThrow(RangeError);
  });
});

test('other messages are kept whole', () => {
  // Router solicitation, type 133.
  const solicitation = hex('8500 0000 00000000 0101 020000000001');
  const parsed = parseIcmpv6(solicitation);
  expect(parsed).toEqual({ kind: 'unknown', type: 133, code: 0, rest: solicitation.subarray(4) });
  expect(isWireError(parsed) ? null : emitIcmpv6(parsed, null, dirty(16))).toEqual(solicitation);
});

describe('malformed messages', () => {
  test('shorter than a header are truncated', () => {
    for (const piece of prefixes(PACKET_TOO_BIG)) {
      const parsed = parseIcmpv6(piece);
      if (piece.length < 8) expect(parsed).toEqual({ error: 'truncated', at: 'icmpv6.header' });
      else expect(parsed).toMatchObject({ kind: 'error', mtu: 1280, quoted: piece.subarray(8) });
    }
  });

  test('cut anywhere have a bad checksum', () => {
    for (const piece of prefixes(PACKET_TOO_BIG).slice(4)) {
      expect(parseIcmpv6(piece, ENDS)).toMatchObject({ error: 'bad-checksum' });
    }
  });
});
