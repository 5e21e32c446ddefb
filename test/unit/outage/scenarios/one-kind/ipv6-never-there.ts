import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV6_NEVER_THERE: Scenario = {
  name: 'a network whose router announces IPv6 that never worked',
  seed: 24,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 0, toS: 900, kinds: ['tcp6', 'icmp6'], effect: 'cut' },
    { fromS: 300, toS: 600, kinds: ['tcp4', 'icmp4'], effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
  verify(seen) {
    expect(seen.healthAt('ipv6', 5)).toBe('unknown');
    expect(seen.healthAt('ipv6', 60)).toBe('unavailable');
    expect(seen.healthAt('ipv6', 800)).toBe('unavailable');
    expect(seen.healthAt('icmp', 60)).toBe('good');
  },
};
