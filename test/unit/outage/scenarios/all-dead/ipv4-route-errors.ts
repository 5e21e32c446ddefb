import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV4_ROUTE_ERRORS: Scenario = {
  name: 'IPv6 probes can no longer be sent; then IPv4 breaks: what cannot be asked does not hide it',
  seed: 45,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 200, toS: 900, kinds: ['tcp6', 'icmp6'], effect: { outcome: 'error' } },
    { fromS: 400, toS: 600, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 400, overS: 600 }],
  verify(seen) {
    expect(seen.healthAt('ipv6', 300)).toBe('unknown');
  },
};
