import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV6_BACK_BEFORE_IPV4: Scenario = {
  name: 'IPv4 dies, two seconds later IPv6 too, which then comes back alone: the rest is named within 5 s',
  seed: 51,
  forS: 700,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 500, kinds: ['tcp4', 'icmp4'], effect: 'cut' },
    { fromS: 302, toS: 400, kinds: ['tcp6', 'icmp6'], effect: 'cut' },
  ],
  expect: [
    { class: 'total', causeS: 302, overS: 400, slackS: 2 },
    { class: 'ipv4-only', causeS: 400, raisedByS: 405, overS: 500 },
  ],
};
