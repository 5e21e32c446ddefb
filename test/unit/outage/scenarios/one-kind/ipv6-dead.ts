import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV6_DEAD: Scenario = {
  name: 'IPv6 breaks, ICMPv6 included',
  seed: 8,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 800, kinds: ['tcp6', 'icmp6'], effect: 'cut' }],
  expect: [{ class: 'ipv6-only', causeS: 300, overS: 800 }],
  verify(seen) {
    expect(seen.healthAt('icmp', 500)).toBe('degraded');
    expect(seen.healthAt('ipv6', 500)).toBe('down');
    expect(seen.incidents[0]?.incident.evidence.failing).toEqual(['tcp6', 'icmp6']);
  },
};
