import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME, VPN } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const VPN_UP_AND_DOWN: Scenario = {
  name: 'a VPN goes up and down: other latency, no IPv6 inside, pings dropped; and breaks once',
  seed: 26,
  forS: 3000,
  line: steadyLine(),
  faults: [
    { fromS: 299, toS: 303, effect: 'cut' },
    { fromS: 303, toS: 1800, effect: { addMs: 90 } },
    { fromS: 303, toS: 1800, kinds: ['tcp6', 'icmp6', 'icmp4'], effect: 'cut' },
    { fromS: 1000, toS: 1100, effect: 'cut' },
    { fromS: 1799, toS: 1804, effect: 'cut' },
  ],
  events: [
    { atS: 300, type: 'network', network: VPN },
    { atS: 1800, type: 'network', network: HOME },
  ],
  expect: [{ class: 'gateway', causeS: 1000, overS: 1100 }],
  verify(seen) {
    expect(seen.healthAt('ipv6', 400)).toBe('unavailable');
    expect(seen.healthAt('icmp', 400)).toBe('unavailable');
    expect(seen.healthAt('ipv4', 400)).toBe('good');
    expect(seen.healthAt('ipv6', 2000)).toBe('good');
    expect(seen.healthAt('icmp', 2000)).toBe('good');
  },
};
