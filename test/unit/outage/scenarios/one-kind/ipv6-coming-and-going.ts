import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME, HOME_V4 } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV6_COMING_AND_GOING: Scenario = {
  name: 'the IPv6 route comes and goes with the network, each time a little before or after it works',
  seed: 25,
  forS: 2400,
  line: steadyLine(),
  network: HOME_V4,
  faults: [
    { fromS: 0, toS: 303, kinds: ['tcp6', 'icmp6'], effect: 'cut' },
    { fromS: 600, toS: 912, kinds: ['tcp6', 'icmp6'], effect: { outcome: 'unreachable' } },
    { fromS: 1199.5, toS: 1501, kinds: ['tcp6', 'icmp6'], effect: 'cut' },
  ],
  events: [
    { atS: 300, type: 'network', network: HOME },
    { atS: 600, type: 'network', network: HOME_V4 },
    { atS: 900, type: 'network', network: HOME },
    { atS: 1200, type: 'network', network: HOME_V4 },
    { atS: 1500, type: 'network', network: HOME },
  ],
  expect: [],
  verify(seen) {
    expect(seen.healthAt('ipv6', 200)).toBe('unavailable');
    expect(seen.healthAt('ipv6', 400)).toBe('good');
    expect(seen.healthAt('ipv6', 700)).toBe('unavailable');
    expect(seen.healthAt('ipv6', 1000)).toBe('good');
    expect(seen.healthAt('ipv4', 601)).toBe('good');
  },
};
