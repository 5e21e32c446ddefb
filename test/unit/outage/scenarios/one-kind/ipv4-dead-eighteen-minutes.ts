import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV4_DEAD_EIGHTEEN_MINUTES: Scenario = {
  name: 'IPv4 is dead for 18 minutes while ICMP and IPv6 work',
  seed: 7,
  forS: 1800,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 1380, kinds: ['tcp4'], effect: 'cut' }],
  expect: [{ class: 'ipv4-only', causeS: 300, overS: 1380 }],
  verify(seen) {
    expect(seen.healthAt('icmp', 1000)).toBe('good');
    expect(seen.healthAt('ipv4', 1000)).toBe('down');
    expect(seen.healthAt('ipv6', 1000)).toBe('good');
  },
};
