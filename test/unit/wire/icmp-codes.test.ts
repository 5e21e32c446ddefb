import { expect, test } from 'vitest';
import { icmpv4Name, icmpv6Name } from '../../../helper/wire/icmp-codes.ts';

test.each([
  [0, 0, 'echo-reply'],
  [3, 0, 'net-unreachable'],
  [3, 1, 'host-unreachable'],
  [3, 2, 'protocol-unreachable'],
  [3, 3, 'port-unreachable'],
  [3, 4, 'fragmentation-needed'],
  [3, 5, 'source-route-failed'],
  [3, 9, 'net-prohibited'],
  [3, 10, 'host-prohibited'],
  [3, 13, 'admin-prohibited'],
  [3, 15, 'precedence-cutoff'],
  [3, 16, 'unreachable-code-16'],
  [5, 3, 'redirect-host-tos'],
  [8, 0, 'echo-request'],
  [11, 0, 'ttl-exceeded'],
  [11, 1, 'reassembly-timeout'],
  [12, 2, 'bad-header-length'],
  [42, 7, 'type-42-code-7'],
])('ICMPv4 %i/%i is %s', (type, code, name) => {
  expect(icmpv4Name(type, code)).toBe(name);
});

test.each([
  [1, 0, 'no-route'],
  [1, 1, 'admin-prohibited'],
  [1, 2, 'beyond-scope'],
  [1, 3, 'address-unreachable'],
  [1, 4, 'port-unreachable'],
  [1, 6, 'reject-route'],
  [1, 200, 'unreachable-code-200'],
  [2, 0, 'packet-too-big'],
  [3, 0, 'hop-limit-exceeded'],
  [4, 1, 'unrecognized-next-header'],
  [4, 10, 'option-too-big'],
  [128, 0, 'echo-request'],
  [129, 0, 'echo-reply'],
  [255, 255, 'type-255-code-255'],
])('ICMPv6 %i/%i is %s', (type, code, name) => {
  expect(icmpv6Name(type, code)).toBe(name);
});

test('every code of both families has exactly one name', () => {
  for (const nameOf of [icmpv4Name, icmpv6Name]) {
    for (let type = 0; type < 256; type++) {
      const names = Array.from({ length: 256 }, (_, code) => nameOf(type, code));
      expect(new Set(names).size, `type ${type}`).toBe(256);
    }
  }
});
