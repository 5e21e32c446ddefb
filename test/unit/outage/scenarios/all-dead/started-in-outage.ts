import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const STARTED_IN_OUTAGE: Scenario = {
  name: 'started when nothing works, on a network nothing is known of',
  seed: 31,
  forS: 600,
  line: steadyLine(),
  faults: [
    { fromS: 0, toS: 200, kinds: INTERNET, effect: 'cut' },
    { fromS: 0, toS: 200, kinds: ['dns'], effect: 'cut' },
    { fromS: 0, toS: 600, kinds: ['tcp6', 'icmp6'], effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 0, raisedByS: 35, overS: 200 }],
  verify(seen) {
    expect(seen.healthAt('ipv6', 500)).toBe('unavailable');
    expect(seen.healthAt('ipv4', 500)).toBe('good');
  },
};
