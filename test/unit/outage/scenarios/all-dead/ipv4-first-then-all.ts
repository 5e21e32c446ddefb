import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const IPV4_FIRST_THEN_ALL: Scenario = {
  name: 'IPv4 dies two seconds before everything else: one incident',
  seed: 12,
  forS: 700,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 500, kinds: ['tcp4', 'icmp4'], effect: 'cut' },
    { fromS: 302, toS: 500, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 302, overS: 500, slackS: 2 }],
};
