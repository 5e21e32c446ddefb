import { describe, expect, test } from 'vitest';
import { emitUdp, parseUdp, udpBufferLength } from '../../../helper/wire/udp.ts';
import { CLIENT4, CLIENT6, dirty, embedded, hex, patched, prefixes, ROUTER4 } from './golden.ts';

const ENDS4 = { source: CLIENT4, destination: CLIENT4 };
const ENDS6 = { source: CLIENT6, destination: CLIENT6 };

const OVER_IPV4 = hex(`
  9c40 829a     // ports 40000 -> 33434
  000c 7871     // length 12, checksum
  6b657921      // payload
`);
const OVER_IPV6 = hex('9c40 829a 000c a100 6b657921');
const DATAGRAM = { sourcePort: 40_000, destinationPort: 33_434, payload: hex('6b657921') };

describe('parseUdp', () => {
  test('reads a datagram between IPv4 and IPv6 addresses', () => {
    expect(parseUdp(embedded(OVER_IPV4), ENDS4)).toEqual({ ...DATAGRAM, checksum: 0x7871 });
    expect(parseUdp(embedded(OVER_IPV6), ENDS6)).toEqual({ ...DATAGRAM, checksum: 0xa100 });
  });

  test('leaves bytes behind the length out', () => {
    const longer = new Uint8Array(20);
    longer.set(OVER_IPV4);
    expect(parseUdp(longer, ENDS4)).toMatchObject({ payload: hex('6b657921') });
  });

  test('every shorter piece is truncated', () => {
    for (const piece of prefixes(OVER_IPV4)) {
      expect(parseUdp(piece, ENDS4), `${piece.length} bytes`).toMatchObject({ error: 'truncated' });
    }
  });

  test.each([
    ['a length of 0', { 5: 0 }, 'bad-length', 'udp.length'],
    ['a length of 7', { 5: 7 }, 'bad-length', 'udp.length'],
    ['a length beyond the bytes', { 5: 13 }, 'truncated', 'udp.length'],
    ['a shorter length than was summed', { 5: 11 }, 'bad-checksum', 'udp.checksum'],
    ['a flipped bit', { 8: 0x6a }, 'bad-checksum', 'udp.checksum'],
  ] as const)('%s', (_, changes, error, at) => {
    expect(parseUdp(patched(OVER_IPV4, changes), ENDS4)).toEqual({ error, at });
  });

  test('refuses a datagram meant for other addresses, unless told not to judge', () => {
    const elsewhere = { source: CLIENT4, destination: ROUTER4 };
    expect(parseUdp(OVER_IPV4, elsewhere)).toMatchObject({ error: 'bad-checksum' });
    expect(parseUdp(OVER_IPV4, null)).toEqual({ ...DATAGRAM, checksum: 0x7871 });
  });

  test('a checksum of zero means none over IPv4 and is forbidden over IPv6', () => {
    expect(parseUdp(patched(OVER_IPV4, { 6: 0, 7: 0 }), ENDS4)).toMatchObject({ checksum: 0 });
    expect(parseUdp(patched(OVER_IPV6, { 6: 0, 7: 0 }), ENDS6)).toMatchObject({ error: 'bad-checksum' });
  });
});

describe('emitUdp', () => {
  test('writes over garbage, the checksum computed', () => {
    const room = dirty(12);
    expect(emitUdp(DATAGRAM, ENDS4, room)).toEqual(OVER_IPV4);
    expect(room.subarray(12)).toEqual(dirty(0));
    expect(emitUdp(DATAGRAM, ENDS6, dirty(12))).toEqual(OVER_IPV6);
    expect(udpBufferLength(DATAGRAM)).toBe(12);
  });

  test('without addresses sends the checksum that it was given', () => {
    expect(emitUdp({ ...DATAGRAM, checksum: 0xbeef }, null, dirty(12))).toEqual(
      patched(OVER_IPV4, { 6: 0xbe, 7: 0xef }),
    );
    expect(emitUdp(DATAGRAM, null, dirty(12))).toEqual(patched(OVER_IPV4, { 6: 0, 7: 0 }));
  });

  test('sends a computed zero as ones', () => {
    // The payload is the word that brings the sum to 0xffff: the checksum of the same with zeros there.
    const base = emitUdp({ ...DATAGRAM, payload: hex('0000') }, ENDS4);
    const zero = emitUdp({ ...DATAGRAM, payload: base.slice(6, 8) }, ENDS4);
    expect(zero.slice(6, 8)).toEqual(hex('ffff'));
    expect(parseUdp(zero, ENDS4)).toMatchObject({ checksum: 0xffff });
  });

  test('refuses what does not fit', () => {
    expect(() => emitUdp({ ...DATAGRAM, payload: new Uint8Array(65_528) }, null)).toThrow(RangeError);
    expect(() => emitUdp(DATAGRAM, null, new Uint8Array(11))).toThrow(RangeError);
  });
});
