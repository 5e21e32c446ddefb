import { describe, expect, test } from 'vitest';
import {
  checksumSum,
  internetChecksum,
  pseudoHeaderSum,
  updateChecksum,
  verify,
} from '../../../helper/wire/checksum.ts';
import { CLIENT4, CLIENT6, embedded, hex } from './golden.ts';

describe('internetChecksum', () => {
  test('adds the words of the RFC 1071 example', () => {
    expect(checksumSum(hex('0001 f203 f4f5 f6f7'))).toBe(0xddf2);
    expect(internetChecksum(hex('0001 f203 f4f5 f6f7'))).toBe(0x220d);
  });

  test('of nothing and of zeros is all ones', () => {
    expect(internetChecksum(new Uint8Array(0))).toBe(0xffff);
    expect(internetChecksum(new Uint8Array(20))).toBe(0xffff);
  });

  test('pads an odd last byte behind it, not before it', () => {
    expect(internetChecksum(hex('01'))).toBe(0xfeff);
    expect(internetChecksum(hex('0102 03'))).toBe(internetChecksum(hex('0102 0300')));
  });

  test('carries all the way through a 64 KiB buffer of ones', () => {
    expect(internetChecksum(new Uint8Array(65_536).fill(0xff))).toBe(0);
  });

  test('reads only the bytes of its view', () => {
    expect(internetChecksum(embedded(hex('0001 f203 f4f5 f6f7')))).toBe(0x220d);
  });
});

describe('verify', () => {
  // An IPv4 header as a Linux kernel sent it.
  const header = hex('4500 002c e266 4000 4001 d467 c000 0201 c000 0201');

  test('accepts a real header and refuses it with any bit flipped', () => {
    expect(verify(header)).toBe(true);
    for (let bit = 0; bit < header.length * 8; bit++) {
      const bad = header.slice();
      bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(verify(bad), `bit ${bit}`).toBe(false);
    }
  });

  test('refuses all zeros', () => {
    expect(verify(new Uint8Array(20))).toBe(false);
  });
});

describe('pseudoHeaderSum', () => {
  const ends4 = { source: CLIENT4, destination: hex('c6336407') };
  const ends6 = { source: CLIENT6, destination: hex('fe800000000000000000000000000001') };

  test('is the sum of the RFC 9293 layout', () => {
    const layout = hex(`
      c0000201  // source
      c6336407  // destination
      00 11     // zero, protocol
      000c      // length
    `);
    expect(pseudoHeaderSum({ ...ends4, protocol: 17, length: 12 })).toBe(checksumSum(layout));
  });

  test('is the sum of the RFC 8200 layout, with a length over 16 bits', () => {
    const layout = hex(`
      20010db8000000000000000000000001  // source
      fe800000000000000000000000000001  // destination
      00012345                          // upper-layer length, 32 bits
      000000 3a                         // zeros, next header
    `);
    expect(pseudoHeaderSum({ ...ends6, protocol: 58, length: 0x12345 })).toBe(checksumSum(layout));
  });
});

test('updateChecksum gives the RFC 1624 example', () => {
  // Section 4: checksum DD2F, word 5555 becomes 3285; the result is 0000, where equation 2 said FFFF.
  expect(updateChecksum(0xdd2f, 0x5555, 0x3285)).toBe(0);
});
