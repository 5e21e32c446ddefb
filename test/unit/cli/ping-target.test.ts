import { describe, expect, test } from 'vitest';
import { checkTarget, type Lookup, resolveTarget, type TargetAnswer } from '../../../main/cli/ping/target.ts';
import { problemLine } from '../../../main/settings/problem.ts';

const told = (answer: TargetAnswer | null): string => {
  if (answer === null) return 'a name';
  return answer.ok ? answer.target.address : `${answer.code} ${problemLine(answer.problem)}`;
};

const failing =
  (code: string): Lookup =>
  () =>
    Promise.reject(Object.assign(new Error(`getaddrinfo ${code}`), { code }));

const finding =
  (...addresses: readonly string[]): Lookup =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('what can be told without asking', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['fe80::1', '2 fe80::1 exists on every link; add the interface: fe80::1%eth0'],
    ['example.com', 'a name'],
    ['xn--bcher-kva.example', 'a name'],
    ['bücher.example', 'a name'],
    ['192.0.2.1:443', '2 ping has no ports, but 192.0.2.1:443 names one; try 192.0.2.1'],
    ['example.com:80', '2 ping has no ports, but example.com:80 names one; try example.com'],
    ['[2001:db8::1]:443', '2 ping has no ports, but [2001:db8::1]:443 names one; try 2001:db8::1'],
    ['[2001:db8::1]', '2 [2001:db8::1] has brackets; try 2001:db8::1'],
    ['https://example.com/x', '2 https://example.com/x is a web address, not a host; try example.com'],
    ['-c', '2 "-c" is no host name or address; try example.com or 192.0.2.1'],
    ['a b', '2 "a b" is no host name or address; try example.com or 192.0.2.1'],
    ['', '2 "" is no host name or address; try example.com or 192.0.2.1'],
    ['a..b', '2 "a..b" is no host name or address; try example.com or 192.0.2.1'],
    ['$(reboot)', '2 "$(reboot)" is no host name or address; try example.com or 192.0.2.1'],
    ['224.0.0.1', '2 224.0.0.1 is a multicast group; write the address of one host'],
    ['255.255.255.255', '2 255.255.255.255 is the broadcast address; write the address of one host'],
    ['::', '2 :: means "no address"; write the address of one host'],
  ])('%s', (host, expected) => {
    expect(told(checkTarget(host, undefined))).toBe(expected);
  });

  test('a literal of the other family', () => {
    expect(told(checkTarget('192.0.2.1', 6))).toBe(
      '2 192.0.2.1 is an IPv4 address, --family 6; leave --family out, or name an IPv6 address',
    );
    expect(told(checkTarget('2001:db8::1', 4))).toMatch(/^2 2001:db8::1 is an IPv6 address/);
    expect(told(checkTarget('2001:db8::1', 6))).toBe('2001:db8::1');
  });
});

describe('names', () => {
  test('the first address in the order of the system, and how many of the other family there are', async () => {
    const lookup = finding('2001:db8::1', '192.0.2.1', '192.0.2.2');
    expect(await resolveTarget('host', undefined, lookup)).toEqual({
      ok: true,
      target: { name: 'host', address: '2001:db8::1', family: 6, resolved: true, others: 2 },
    });
    expect(await resolveTarget('host', 4, lookup)).toMatchObject({
      target: { address: '192.0.2.1', family: 4, others: 1 },
    });
  });

  test('no address of the wanted family', async () => {
    expect(told(await resolveTarget('host', 6, finding('192.0.2.1')))).toBe(
      '2 host has no IPv6 address, --family 6; leave --family out',
    );
  });

  test('a name that nobody knows is the user`s to correct, a resolver that is silent is the network`s', async () => {
    expect(told(await resolveTarget('host', undefined, failing('ENOTFOUND')))).toBe(
      '2 unknown host host; check its spelling, or give its address',
    );
    for (const code of ['EAI_AGAIN', 'EAI_FAIL', 'ETIMEOUT']) {
      expect(told(await resolveTarget('host', undefined, failing(code)))).toMatch(
        new RegExp(`^1 the name host could not be resolved, ${code}; `),
      );
    }
  });

  test('an address is never looked up', async () => {
    const lookup: Lookup = () => Promise.reject(new Error('looked up'));
    expect(told(await resolveTarget('192.0.2.1', undefined, lookup))).toBe('192.0.2.1');
    expect(told(await resolveTarget('a b', undefined, lookup))).toMatch(/^2 /);
  });
});
