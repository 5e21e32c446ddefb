import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const ICMP_DEAD: Scenario = {
  name: 'IPv4 and IPv6 are fine, ICMP is dead',
  seed: 6,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 700, kinds: ['icmp4', 'icmp6'], effect: 'cut' }],
  expect: [{ class: 'icmp-only', causeS: 300, overS: 700 }],
  verify(seen) {
    expect(seen.healthAt('icmp', 500)).toBe('down');
    expect(seen.healthAt('ipv4', 500)).toBe('good');
    expect(seen.healthAt('ipv6', 500)).toBe('good');
  },
};
