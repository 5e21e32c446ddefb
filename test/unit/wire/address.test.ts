import { describe, expect, test } from 'vitest';
import { formatAddress, parseAddress, sameAddress } from '../../../helper/wire/address.ts';
import { hex } from './golden.ts';

describe('parseAddress', () => {
  test.each([
    ['0.0.0.0', '00000000'],
    ['192.0.2.1', 'c0000201'],
    ['255.255.255.255', 'ffffffff'],
  ])('reads %s', (text, bytes) => {
    expect(parseAddress(text)).toEqual({ family: 4, bytes: hex(bytes), zone: null });
  });

  test.each([
    ['::', '00000000000000000000000000000000'],
    ['::1', '00000000000000000000000000000001'],
    ['1::', '00010000000000000000000000000000'],
    ['2001:DB8::8:800:200C:417A', '20010db80000000000080800200c417a'],
    ['2001:db8:0:0:8:800:200c:417a', '20010db80000000000080800200c417a'],
    ['1:2:3:4:5:6:7::', '00010002000300040005000600070000'],
    ['::2:3:4:5:6:7:8', '00000002000300040005000600070008'],
    ['::ffff:192.0.2.1', '00000000000000000000ffffc0000201'],
    ['::192.0.2.1', '000000000000000000000000c0000201'],
    ['64:ff9b::192.0.2.33', '0064ff9b0000000000000000c0000221'],
    ['1:2:3:4:5:6:192.0.2.1', '000100020003000400050006c0000201'],
  ])('reads %s', (text, bytes) => {
    expect(parseAddress(text)).toEqual({ family: 6, bytes: hex(bytes), zone: null });
  });

  test.each(['eth0', '3', 'wlan0.100', 'br-lan', 'eth0:1', 'veth@if2'])('keeps the zone %s', (zone) => {
    expect(parseAddress(`fe80::1%${zone}`)).toMatchObject({ family: 6, zone });
  });

  test.each([
    ['', 'nothing'],
    ['1.2.3', 'three octets'],
    ['1.2.3.4.5', 'five octets'],
    ['1.2.3.256', 'an octet over 255'],
    ['1.2.3.04', 'a leading zero'],
    ['1.2.3.00', 'a double zero'],
    ['0x1.2.3.4', 'hex'],
    ['1.2.3.', 'an empty octet'],
    ['.1.2.3', 'an empty first octet'],
    ['1.2.3.-4', 'a sign'],
    ['1.2.3.4 ', 'a trailing blank'],
    [' 1.2.3.4', 'a leading blank'],
    ['1.2.3.4\n', 'a trailing newline'],
    ['1.2.3.4/24', 'a prefix length'],
    ['1.2.3.4%eth0', 'a zone on IPv4'],
    ['١.2.3.4', 'digits of another script'],
    ['16909060', 'one number'],
    ['localhost', 'a name'],
    [':', 'one colon'],
    [':::', 'three colons'],
    ['1::2::3', 'two gaps'],
    ['1:2:3:4:5:6:7', 'seven groups'],
    ['1:2:3:4:5:6:7:8:9', 'nine groups'],
    ['1:2:3:4:5:6:7:8::', 'a gap for nothing'],
    ['::1:2:3:4:5:6:7:8', 'a gap for nothing in front'],
    ['1:2:3:4::5:6:7:8', 'a gap for nothing in the middle'],
    [':1:2:3:4:5:6:7:8', 'a leading colon'],
    ['1:2:3:4:5:6:7:8:', 'a trailing colon'],
    ['1:2:3:4:5:6:7:', 'a trailing colon for a group'],
    ['12345::', 'five digits'],
    ['g::', 'no hex digit'],
    ['::1.2.3', 'a short quad'],
    ['::1.2.3.400', 'a bad quad'],
    ['::1.2.3.4:5', 'a quad not at the end'],
    ['1.2.3.4::', 'a quad before the gap'],
    ['1:2:3:4:5:6:7:1.2.3.4', 'a quad with too many groups'],
    ['[::1]', 'brackets'],
    ['::1/64', 'a prefix length on IPv6'],
    ['fe80::1%', 'an empty zone'],
    ['fe80::1%a b', 'a blank in the zone'],
    ['fe80::1%a/b', 'a slash in the zone'],
    ['fe80::1%a%b', 'two zones'],
    ['%eth0', 'a zone alone'],
    [`fe80::1%${'x'.repeat(65)}`, 'an endless zone'],
    ['1'.repeat(100_000), 'an endless text'],
  ])('refuses %j: %s', (text) => {
    expect(parseAddress(text)).toBeNull();
  });
});

describe('formatAddress', () => {
  test.each([
    ['c0000201', '192.0.2.1'],
    ['00000000000000000000000000000000', '::'],
    ['00000000000000000000000000000001', '::1'],
    ['00010000000000000000000000000000', '1::'],
    ['20010db8000000000000000000000001', '2001:db8::1'],
    // RFC 5952 section 4.2.2: one zero group alone is not shortened.
    ['20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1'],
    // Section 4.2.3: the longest run, and the first of equals.
    ['20010000000000010000000000000001', '2001:0:0:1::1'],
    ['20010db8000000000001000000000001', '2001:db8::1:0:0:1'],
    ['00010002000300040005000600000000', '1:2:3:4:5:6::'],
    ['0000000000000000abcdef0100020003', '::abcd:ef01:2:3'],
    ['00010002000300040005000600070000', '1:2:3:4:5:6:7:0'],
    ['00000000000000000000ffffc0000201', '::ffff:192.0.2.1'],
    ['000000000000000000000000c0000201', '::c000:201'],
  ])('%s as %s', (bytes, text) => {
    expect(formatAddress(hex(bytes))).toBe(text);
  });

  test('appends a zone to IPv6 only', () => {
    expect(formatAddress(hex('fe800000000000000000000000000001'), 'eth0')).toBe('fe80::1%eth0');
    expect(formatAddress(hex('c0000201'), 'eth0')).toBe('192.0.2.1');
  });

  test.each([0, 3, 5, 15, 17])('throws for %i bytes', (length) => {
    expect(() => formatAddress(new Uint8Array(length))).toThrow(RangeError);
  });
});

test('addresses are the same by family and bytes', () => {
  expect(sameAddress(hex('c0000201'), hex('c0000201'))).toBe(true);
  expect(sameAddress(hex('c0000201'), hex('c0000202'))).toBe(false);
  expect(sameAddress(hex('c0000201'), hex('00000000000000000000ffffc0000201'))).toBe(false);
  expect(sameAddress(hex('00000000000000000000ffffc0000201'), hex('c0000201'))).toBe(false);
});
