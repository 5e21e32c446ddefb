import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TOTAL_ABSORBS_IPV4: Scenario = {
  name: 'IPv4 dies, a minute later everything, and IPv6 comes back first',
  seed: 11,
  forS: 1200,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 800, kinds: ['tcp4', 'icmp4'], effect: 'cut' },
    { fromS: 360, toS: 700, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [
    { class: 'ipv4-only', causeS: 300, overS: 360, clearedByS: 365, end: 'absorbed', parent: 1 },
    { class: 'total', causeS: 360, overS: 700 },
    // What remains is judged afresh, and is told as having begun when the outage ended.
    { class: 'ipv4-only', causeS: 700, raisedByS: 711, overS: 800 },
  ],
};
