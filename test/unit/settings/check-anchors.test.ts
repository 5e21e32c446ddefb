import { describe, expect, test } from 'vitest';
import {
  anchorFaults,
  hostFault,
  normalAnchor,
  type WrittenAnchor,
} from '../../../main/settings/check-anchors.ts';
import { parseConfig } from '../../../main/settings/load-config.ts';
import { problemLine } from '../../../main/settings/problem.ts';

const faults = (...anchors: WrittenAnchor[]): string[] =>
  anchorFaults(anchors).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('addresses', () => {
  test.each<[WrittenAnchor, RegExp]>([
    [
      { kind: 'tcp4', address: '2001:db8::1' },
      /kind tcp4 needs an IPv4 address, but 2001:db8::1 is IPv6; use kind tcp6/,
    ],
    [
      { kind: 'icmp6', address: '192.0.2.1' },
      /kind icmp6 needs an IPv6 address, but 192\.0\.2\.1 is IPv4; use kind icmp4/,
    ],
    [{ kind: 'icmp4', address: 'example.com' }, /is not an IP address; anchors are literal addresses/],
    [{ kind: 'icmp4', address: '192.0.2' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '0300.0.2.1' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '192.0.2.1/24' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '192.0.2.256' }, /is not an IP address/],
    [{ kind: 'icmp6', address: '[2001:db8::1]' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '224.0.0.1' }, /is a multicast group/],
    [{ kind: 'icmp6', address: 'ff02::1' }, /is a multicast group/],
    [{ kind: 'icmp4', address: '255.255.255.255' }, /is the broadcast address/],
    [{ kind: 'icmp4', address: '0.0.0.0' }, /means "no address"/],
    [{ kind: 'icmp6', address: '::' }, /means "no address"/],
    [{ kind: 'tcp6', address: '::ffff:192.0.2.1' }, /is an IPv4 address written as IPv6/],
    [{ kind: 'icmp6', address: 'fe80::1' }, /^0\.address: fe80::1 .*; add the interface: fe80::1%eth0$/],
    [{ kind: 'gateway', address: 'febf::1' }, /; add the interface: febf::1%eth0$/],
    [
      { kind: 'icmp6', address: '2001:db8::1%eth0' },
      /^0\.address: 2001:db8::1%eth0 names an interface, which only link-local .*; leave out %eth0$/,
    ],
    [{ kind: 'icmp6', address: 'fe80::1%' }, /is not an IP address/],
    [{ kind: 'icmp6', address: 'fe80::1%eth0%eth1' }, /is not an IP address/],
    [{ kind: 'icmp6', address: 'fe80::1%eth0 ' }, /is not an IP address/],
    [{ kind: 'icmp6', address: `fe80::1%${'x'.repeat(16)}` }, /is not an IP address/],
    [{ kind: 'icmp4', address: '192.0.2.1%eth0' }, /is not an IP address/],
    [{ kind: 'icmp4', address: '192.0.2.1', port: 80 }, /kind icmp4 has no port/],
    [{ kind: 'gateway', address: '192.0.2.1', port: 80 }, /kind gateway has no port/],
  ])('%j', (anchor, message) => {
    expect(faults(anchor)).toEqual([expect.stringMatching(message)]);
  });

  test('loopback, link-local with a zone and private addresses are allowed', () => {
    expect(
      faults(
        { kind: 'icmp4', address: '127.0.0.1' },
        { kind: 'dns', address: '127.0.0.53' },
        { kind: 'dns', address: '::1' },
        { kind: 'icmp6', address: 'fe80::1%eth0' },
        { kind: 'icmp6', address: 'fe80::1%br-lan' },
        { kind: 'tcp6', address: 'fe80::1%eth0.2' },
        { kind: 'gateway', address: '10.0.0.1' },
        { kind: 'dns', address: '192.0.2.53', port: 5353 },
      ),
    ).toEqual([]);
  });

  test('hosts to ping are held to the same rules', () => {
    expect(hostFault('192.0.2.1')).toBeNull();
    expect(hostFault('ff02::1')?.what).toMatch(/multicast/);
    expect(hostFault('names')?.what).toMatch(/not an IP address/);
    expect(hostFault('FE80::1')?.wayOut).toBe('add the interface: FE80::1%eth0');
    expect(hostFault('fe80::1%eth0')).toBeNull();
    expect(hostFault('fe80::1%br-lan')).toBeNull();
    expect(hostFault('2001:db8::1%eth0')?.wayOut).toBe('leave out %eth0');
    expect(hostFault('169.254.1.1')).toBeNull();
    expect(hostFault('127.0.0.1')).toBeNull();
  });
});

describe('duplicates', () => {
  test('the same in another spelling, or by its default port, is the same', () => {
    expect(
      faults(
        { kind: 'tcp6', address: '2001:db8::1' },
        { kind: 'tcp6', address: '2001:DB8:0:0:0:0:0:1', port: 443 },
      ),
    ).toEqual(['1: tcp6 [2001:db8::1]:443 is already anchor 1 of the list; remove one']);
  });

  test('another kind or port is another anchor', () => {
    expect(
      faults(
        { kind: 'tcp4', address: '192.0.2.1' },
        { kind: 'tcp4', address: '192.0.2.1', port: 80 },
        { kind: 'icmp4', address: '192.0.2.1' },
      ),
    ).toEqual([]);
  });
});

describe('normal form', () => {
  test('the zone is kept as written, the address is not', () => {
    expect(normalAnchor({ kind: 'icmp6', address: 'FE80:0::1%br-LAN' })).toEqual({
      kind: 'icmp6',
      address: 'fe80::1%br-LAN',
    });
  });
});

describe('in a file', () => {
  test('the place is that of the wrong anchor', () => {
    const text =
      '{"anchors": [\n {"kind": "tcp4", "address": "192.0.2.1"},\n {"kind": "tcp4", "address": "::1"}\n]}';
    const load = parseConfig(text, 'c.json');
    expect(!load.ok && problemLine(load.problem)).toBe(
      'kind tcp4 needs an IPv4 address, but ::1 is IPv6, c.json line 3 column 30; use kind tcp6 or another address',
    );
  });

  test.each([
    ['{"kind": "tpc4", "address": "::1"}', /can't be "tpc4".*did you mean "tcp4"\?/],
    ['{"kind": "quic", "address": "::1"}', /can't be "quic".*use one of icmp4, icmp6/],
    ['{"kind": "tcp4"}', /"anchors\[0\]\.address" is missing/],
    ['{"address": "::1"}', /"anchors\[0\]\.kind" is missing/],
    ['{"kind": "tcp4", "adress": "192.0.2.1"}', /is missing|did you mean "address"/],
    ['{"kind": "tcp4", "address": "192.0.2.1", "port": 65536}', /"anchors\[0\]\.port" is too large.*65535/],
    ['{"kind": "tcp4", "address": "192.0.2.1", "port": 0}', /"anchors\[0\]\.port" is too small/],
    ['"192.0.2.1"', /"anchors\[0\]" has the wrong type/],
  ])('%s', (anchor, message) => {
    const load = parseConfig(`{"anchors": [${anchor}]}`, 'c.json');
    expect(!load.ok && problemLine(load.problem)).toMatch(message);
  });

  test('more anchors than are probed politely are refused', () => {
    const anchors = Array.from({ length: 65 }, (_, index) => ({
      kind: 'icmp4',
      address: `192.0.2.${index}`,
    }));
    const load = parseConfig(JSON.stringify({ anchors }), 'c.json');
    expect(!load.ok && problemLine(load.problem)).toMatch(/"anchors" is too large.*the most is 64/);
  });
});
