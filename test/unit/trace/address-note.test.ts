import { describe, expect, test } from 'vitest';
import type { AddressNote } from '../../../main/domain/model/trace.ts';
import { addressNote, samePrefix } from '../../../main/domain/trace/address-note.ts';

test.each<readonly [AddressNote | null, readonly string[]]>([
  ['private', ['10.0.0.0', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '64:ff9b:1::1']],
  ['cgn', ['100.64.0.0', '100.127.255.255']],
  ['link-local', ['169.254.0.1', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
  ['unique-local', ['fc00::1', 'fd12:3456::1']],
  ['loopback', ['127.0.0.1', '127.255.0.1', '::1']],
  ['multicast', ['224.0.0.1', '239.255.255.255', 'ff02::1']],
  [
    'documentation',
    [
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.255',
      '233.252.0.1',
      '2001:db8::1',
      '3fff::1',
      '3fff:fff:ffff::1',
    ],
  ],
  ['benchmarking', ['198.18.0.1', '198.19.255.255', '2001:2::1']],
  [
    'reserved',
    [
      '0.0.0.0',
      '192.0.0.1',
      '192.88.99.1',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::ffff:1.2.3.4',
      '100::1',
      '2001::1:0:0'.replace('2001::1', '2001:5::1'),
      '5f00::1',
      'fec0::1',
    ],
  ],
  [
    null,
    [
      '1.1.1.1',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '172.15.0.1',
      '172.32.0.1',
      '192.0.0.9',
      '192.0.3.1',
      '198.17.0.1',
      '198.20.0.1',
      '223.255.255.255',
      '2000::1',
      '2606:4700::1',
      '2001:0:1::1',
      '2001:1::1',
      '2001:20::1',
      '2001:db9::1',
      '3fff:1000::1',
      '64:ff9b::1.2.3.4',
      '2002:102:304::1',
    ],
  ],
  [null, ['', 'private-1', 'www.example.net', '10.1', '012.0.0.1', '10.0.0.256', ':::', '1.2.3.4.5']],
])('%s', (note, addresses) => {
  for (const address of addresses) expect([address, addressNote(address)]).toEqual([address, note]);
});

describe('a common prefix', () => {
  test.each([
    ['192.0.2.1', '192.0.2.254', true],
    ['192.0.2.1', '192.0.3.1', false],
    ['2001:db8:1:2::1', '2001:db8:1:ffff::1', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['192.0.2.1', '2001:db8::1', false],
    ['192.0.2.1', 'private-1', false],
    ['fe80::1%eth0', 'fe80::2', true],
  ])('%s and %s: %s', (one, other, same) => {
    expect(samePrefix(one, other, 24, 48)).toBe(same);
  });
});
