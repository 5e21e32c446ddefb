import { describe, expect, test } from 'vitest';
import { emitFragment4, emitFragment6, piecesOf } from '../../../helper/wire/fragment.ts';

const PAYLOAD = Uint8Array.from({ length: 20 }, (_, index) => index);

describe('pieces', () => {
  test('whole units, as even as they go; the last has the rest', () => {
    expect(piecesOf(64, 4).map(({ offset }) => offset)).toEqual([0, 16, 32, 48]);
    expect(piecesOf(64, 3).map(({ length }) => length)).toEqual([16, 24, 24]);
    expect(piecesOf(20, 3)).toEqual([
      { offset: 0, length: 8, moreFragments: true },
      { offset: 8, length: 8, moreFragments: true },
      { offset: 16, length: 4, moreFragments: false },
    ]);
    expect(piecesOf(20, 1)).toEqual([{ offset: 0, length: 20, moreFragments: false }]);
  });

  test.each([
    [64, 0],
    [64, 9],
    [64, 1.5],
    [64, Number.NaN],
    [0, 1],
    [8, 2],
  ])('%i bytes in %f fragments: there are none', (length, count) => {
    expect(() => piecesOf(length, count)).toThrow(RangeError);
  });
});

describe('golden bytes, into a dirty buffer', () => {
  test('the second of three over IPv4 (RFC 791 section 3.1)', () => {
    const packet = {
      source: Uint8Array.of(192, 0, 2, 1),
      destination: Uint8Array.of(192, 0, 2, 2),
      protocol: 1,
      identification: 0x1234,
      // A fragment of a packet that may not be cut up is none.
      dontFragment: true,
      ttl: 9,
      payload: PAYLOAD,
    };
    const [, second] = piecesOf(PAYLOAD.length, 3);
    const bytes = second && emitFragment4(packet, second, new Uint8Array(28).fill(0xee));
    expect(bytes).toEqual(
      Uint8Array.of(
        // Version and header length, no traffic class, total length 28.
        ...[0x45, 0, 0, 28],
        // IP-ID; more fragments, offset 1 unit.
        ...[0x12, 0x34, 0x20, 0x01],
        // TTL, ICMP, header checksum.
        ...[9, 1, 0xfb, 0xa8],
        ...[192, 0, 2, 1, 192, 0, 2, 2],
        ...[8, 9, 10, 11, 12, 13, 14, 15],
      ),
    );
  });

  test('the last of three over IPv6 (RFC 8200 section 4.5)', () => {
    const address = (last: number): Uint8Array =>
      Uint8Array.of(0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, last);
    const ends = { source: address(1), destination: address(2) };
    const packet = { ...ends, protocol: 58, hopLimit: 9, payload: PAYLOAD };
    const [, , last] = piecesOf(PAYLOAD.length, 3);
    const bytes = last && emitFragment6(packet, 0x1234_5678, last, new Uint8Array(52).fill(0xee));
    expect(bytes).toEqual(
      Uint8Array.of(
        // Version; payload length 12, next header 44 (fragment), hop limit.
        ...[0x60, 0, 0, 0, 0, 12, 44, 9],
        ...address(1),
        ...address(2),
        // Next header 58 (ICMPv6), reserved, offset 2 units without more fragments, identification.
        ...[58, 0, 0, 0x10, 0x12, 0x34, 0x56, 0x78],
        ...[16, 17, 18, 19],
      ),
    );
  });
});
