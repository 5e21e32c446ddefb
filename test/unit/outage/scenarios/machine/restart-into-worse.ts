import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const RESTART_INTO_WORSE: Scenario = {
  name: 'IPv4 was out when the monitor was killed, everything is when it is back',
  seed: 30,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 600, kinds: ['tcp4', 'icmp4'], effect: 'cut' },
    { fromS: 402, toS: 600, kinds: INTERNET, effect: 'cut' },
  ],
  events: [{ atS: 400, type: 'restart', forS: 5, keepsAvailability: true }],
  expect: [
    { class: 'ipv4-only', causeS: 300, overS: 405, clearedByS: 430, end: 'absorbed', parent: 1 },
    { class: 'total', causeS: 405, raisedByS: 430, overS: 600 },
  ],
};
