import { describe, expect, test } from 'vitest';
import { isTargetFault, parseTarget } from '../../../../helper/protocol/target.ts';

const verdict = (text: string): string => {
  const target = parseTarget(text);
  return isTargetFault(target) ? target.code : target.text;
};

describe('targets', () => {
  test.each([
    ['127.0.0.1', '127.0.0.1'],
    ['192.0.2.1', '192.0.2.1'],
    ['223.255.255.255', '223.255.255.255'],
    // Reserved, but no multicast: whether it goes anywhere is the network's to say.
    ['240.0.0.1', '240.0.0.1'],
    ['255.255.255.254', '255.255.255.254'],
    ['::1', '::1'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['febf::1%br-0.5', 'febf::1%br-0.5'],
    ['fec0::1', 'fec0::1'],
  ])('%s may be probed', (text, canonical) => {
    expect(verdict(text)).toBe(canonical);
  });

  test.each([
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '239.255.255.255',
    '255.255.255.255',
    '::',
    'ff02::1',
    'ff02::1%eth0',
    '::ffff:192.0.2.1',
    'fe80::1',
    '2001:db8::1%eth0',
    '::1%lo',
    'fe80::1%a-name-too-long-',
    'fe80::1%a_b',
    'fe80::1%x;y',
  ])('%s is an address but no target', (text) => {
    expect(verdict(text)).toBe('out-of-range');
  });

  test.each([
    '',
    'localhost',
    'example.com',
    '127.1',
    '0x7f000001',
    '2130706433',
    '127.0.0.1 ',
    '127.0.0.01',
    '127.0.0.1/8',
    '[::1]',
    ':::',
    'fe80::1%',
    '1'.repeat(4000),
  ])('%j is no literal address', (text) => {
    expect(verdict(text)).toBe('bad-field');
  });

  test('the canonical text comes from the bytes', () => {
    const target = parseTarget('2001:0DB8:0000::0001');
    expect(target).toMatchObject({ family: 6, zone: null, text: '2001:db8::1' });
  });
});
