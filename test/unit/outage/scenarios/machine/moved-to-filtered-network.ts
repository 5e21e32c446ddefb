import { steadyLine } from '../../simulator/line-model.ts';
import { VPN } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const MOVED_TO_FILTERED_NETWORK: Scenario = {
  name: 'from an outage to a network that filters pings and IPv6: what failed there is not expected to work here',
  seed: 47,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 400, effect: 'cut' },
    { fromS: 400, toS: 900, kinds: ['icmp4', 'icmp6', 'tcp6', 'gateway'], effect: 'cut' },
  ],
  events: [{ atS: 400, type: 'network', network: VPN }],
  expect: [{ class: 'gateway', causeS: 300, overS: 400, end: 'unknown' }],
};
