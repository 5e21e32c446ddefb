import { describe, expect, test } from 'vitest';
import { icmpBufferLength } from '../../../helper/wire/icmp-message.ts';
import { emitEchoRequest4, emitIcmpv4, icmpv4Error, parseIcmpv4 } from '../../../helper/wire/icmpv4.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { dirty, embedded, hex, patched, prefixes, ROUTER4 } from './golden.ts';

/** As `ping` sent it. */
const ECHO = hex(`
  08 00         // echo request
  c8a2          // checksum
  2494 0001     // id, sequence
  5d6d016b 00000000 a9ef0200 00000000  // payload
`);

/** As a Linux kernel answered a datagram to a closed port. */
const PORT_UNREACHABLE = hex(`
  03 03         // destination unreachable, port
  756e          // checksum
  00 00 0000    // unused, no length attribute
  4500 0020 23d5 4000 4011 92f5 c0000201 c0000201  // quoted IPv4 header
  9c40 829a 000c 8420 6b657921                     // quoted UDP header and payload
`);

const FRAGMENTATION_NEEDED = hex(`
  03 04         // destination unreachable, fragmentation needed
  6fa5          // checksum
  00 00 05c8    // unused, next-hop MTU 1480
  4500 0020 23d5 4000 0111 d1ef c0000201 c0000207  // quoted IPv4 header
  9c40 829a 000c 8420 6b657921                     // quoted UDP header and payload
`);

const QUOTED = FRAGMENTATION_NEEDED.subarray(8);

/** With its checksum set right. */
function summed(bytes: Uint8Array): Uint8Array {
  const parsed = parseIcmpv4(bytes, { checksum: 'ignore' });
  if (isWireError(parsed)) throw new Error(parsed.at);
  return emitIcmpv4(parsed);
}

describe('echo', () => {
  test('request is read', () => {
    expect(parseIcmpv4(embedded(ECHO))).toEqual({
      kind: 'echo-request',
      id: 0x2494,
      sequence: 1,
      payload: hex('5d6d016b 00000000 a9ef0200 00000000'),
    });
  });

  test('reply is read', () => {
    // Type 0 instead of 8: the checksum grows by 0x0800.
    expect(parseIcmpv4(patched(ECHO, { 0: 0, 2: 0xd0 }))).toMatchObject({ kind: 'echo-reply', id: 0x2494 });
  });

  test('request is written over garbage', () => {
    const room = dirty(ECHO.length);
    const echo = { id: 0x2494, sequence: 1, payload: ECHO.subarray(8) };
    expect(emitEchoRequest4(echo, room)).toEqual(ECHO);
    expect(room.subarray(ECHO.length)).toEqual(dirty(0));
    expect(emitEchoRequest4(echo)).toEqual(ECHO);
  });

  test('cuts id and sequence to 16 bits', () => {
    const bytes = emitEchoRequest4({ id: 0x12345, sequence: 65_536, payload: hex('') });
    expect(parseIcmpv4(bytes)).toMatchObject({ id: 0x2345, sequence: 0, payload: hex('') });
  });

  test('of an odd length has a right checksum', () => {
    const bytes = emitEchoRequest4({ id: 1, sequence: 2, payload: hex('ffeedd') });
    expect(parseIcmpv4(bytes)).toMatchObject({ payload: hex('ffeedd') });
  });

  test('with a code other than 0 is unknown, and goes out as it came in', () => {
    const odd = summed(patched(ECHO, { 1: 7 }));
    expect(parseIcmpv4(odd)).toMatchObject({ kind: 'unknown', type: 8, code: 7 });
  });

  test('does not fit a short buffer', () => {
    expect(() => emitEchoRequest4({ id: 1, sequence: 1, payload: hex('00') }, new Uint8Array(8))).toThrow(
      RangeError,
    );
  });
});

describe('errors', () => {
  test('port unreachable from a real kernel', () => {
    expect(parseIcmpv4(embedded(PORT_UNREACHABLE))).toEqual({
      kind: 'error',
      type: 3,
      code: 3,
      category: 'unreachable',
      name: 'port-unreachable',
      restOfHeader: hex('00000000'),
      quoted: PORT_UNREACHABLE.subarray(8),
      trailer: hex(''),
      extensions: [],
      extensionFault: null,
    });
  });

  test('fragmentation needed tells the next-hop MTU', () => {
    expect(parseIcmpv4(FRAGMENTATION_NEEDED)).toMatchObject({
      category: 'packet-too-big',
      name: 'fragmentation-needed',
      mtu: 1480,
      quoted: QUOTED,
    });
  });

  test('a router from before RFC 1191 tells no MTU', () => {
    const parsed = parseIcmpv4(summed(patched(FRAGMENTATION_NEEDED, { 6: 0, 7: 0 })));
    expect(parsed).toMatchObject({ name: 'fragmentation-needed' });
    expect(parsed).not.toHaveProperty('mtu');
  });

  test('the same bytes with another code are no MTU', () => {
    expect(parseIcmpv4(summed(patched(FRAGMENTATION_NEEDED, { 1: 1 })))).not.toHaveProperty('mtu');
  });

  test.each([
    [
      { type: 3, code: 1, quoted: QUOTED },
      { name: 'host-unreachable', category: 'unreachable' },
    ],
    [
      { type: 3, code: 13, quoted: QUOTED },
      { name: 'admin-prohibited', category: 'unreachable' },
    ],
    [
      { type: 3, code: 99, quoted: QUOTED },
      { name: 'unreachable-code-99', category: 'unreachable' },
    ],
    [
      { type: 3, code: 4, mtu: 1400, quoted: QUOTED },
      { mtu: 1400, category: 'packet-too-big' },
    ],
    [
      { type: 4, code: 0, quoted: QUOTED },
      { name: 'source-quench', category: 'source-quench' },
    ],
    [
      { type: 5, code: 1, gateway: ROUTER4, quoted: QUOTED },
      { name: 'redirect-host', gateway: ROUTER4 },
    ],
    [
      { type: 11, code: 0, quoted: QUOTED },
      { name: 'ttl-exceeded', category: 'time-exceeded' },
    ],
    [
      { type: 11, code: 1, quoted: QUOTED },
      { name: 'reassembly-timeout', category: 'time-exceeded' },
    ],
    [
      { type: 12, code: 0, pointer: 20, quoted: QUOTED },
      { name: 'erroneous-header', pointer: 20 },
    ],
    [
      { type: 12, code: 1, quoted: QUOTED },
      { name: 'missing-option', category: 'parameter-problem' },
    ],
  ])('%j is built and read', (fields, expected) => {
    const message = icmpv4Error(fields);
    const room = dirty(icmpBufferLength(message));
    const bytes = emitIcmpv4(message, room);
    expect(parseIcmpv4(bytes)).toEqual(message);
    expect(message).toMatchObject({ kind: 'error', quoted: QUOTED, ...expected });
  });

  test('what is not told stays zero', () => {
    for (const type of [3, 4, 5, 11, 12]) {
      expect(icmpv4Error({ type, code: 0, quoted: QUOTED }).restOfHeader).toEqual(hex('00000000'));
    }
  });

  test('an empty quote is an error still', () => {
    expect(parseIcmpv4(emitIcmpv4(icmpv4Error({ type: 11, code: 0, quoted: hex('') })))).toMatchObject({
      kind: 'error',
      quoted: hex(''),
    });
  });

  test('cannot be built of a type that is none, nor with extensions that it cannot carry', () => {
    expect(() => icmpv4Error({ type: 8, code: 0, quoted: hex('') })).toThrow(RangeError);
    const extensions = [{ classNumber: 9, cType: 1, payload: hex('') }];
    expect(() => icmpv4Error({ type: 5, code: 0, quoted: hex(''), extensions })).toThrow(RangeError);
  });
});

describe('other messages', () => {
  /** Timestamp request, type 13. */
  const TIMESTAMP = hex('0d00 f2fc 0001 0002 00000000 00000000 00000000');

  test('are kept whole', () => {
    const parsed = parseIcmpv4(TIMESTAMP);
    expect(parsed).toEqual({ kind: 'unknown', type: 13, code: 0, rest: TIMESTAMP.subarray(4) });
    expect(isWireError(parsed) ? null : emitIcmpv4(parsed, dirty(TIMESTAMP.length))).toEqual(TIMESTAMP);
  });

  test('may end behind the checksum', () => {
    expect(parseIcmpv4(hex('2a00 d5ff'))).toEqual({ kind: 'unknown', type: 42, code: 0, rest: hex('') });
  });
});

describe('malformed messages', () => {
  test('shorter than a header are truncated, and cut ones have a bad checksum', () => {
    for (const piece of prefixes(PORT_UNREACHABLE)) {
      const ignoring = parseIcmpv4(piece, { checksum: 'ignore' });
      if (piece.length < 8) expect(ignoring).toEqual({ error: 'truncated', at: 'icmpv4.header' });
      else expect(ignoring).toMatchObject({ kind: 'error', quoted: piece.subarray(8) });
      const error = piece.length < 4 ? 'truncated' : 'bad-checksum';
      expect(parseIcmpv4(piece)).toMatchObject({ error });
    }
  });

  test('with any bit flipped have a bad checksum', () => {
    for (let bit = 0; bit < ECHO.length * 8; bit++) {
      const at = bit >> 3;
      const bad = patched(ECHO, { [at]: (ECHO[at] ?? 0) ^ (1 << (bit & 7)) });
      expect(parseIcmpv4(bad), `bit ${bit}`).toEqual({ error: 'bad-checksum', at: 'icmpv4.checksum' });
    }
  });

  test('of eight zeros do not pass as an echo reply', () => {
    expect(parseIcmpv4(new Uint8Array(8))).toMatchObject({ error: 'bad-checksum' });
  });
});
