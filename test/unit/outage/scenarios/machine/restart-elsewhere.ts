import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { VPN } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const RESTART_ELSEWHERE: Scenario = {
  name: 'killed in an outage, restarted on another network that never had IPv6 and filters pings',
  seed: 48,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 410, kinds: INTERNET, effect: 'cut' },
    { fromS: 400, toS: 900, kinds: ['icmp4', 'icmp6', 'tcp6'], effect: 'cut' },
  ],
  events: [{ atS: 400, type: 'restart', forS: 20, network: VPN }],
  expect: [{ class: 'total', causeS: 300, overS: 400, clearedByS: 425, end: 'unknown' }],
  verify(seen) {
    expect(seen.healthAt('icmp', 800)).toBe('unavailable');
    expect(seen.healthAt('ipv6', 800)).toBe('unavailable');
  },
};
