import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const ONE_ANCHOR_DEAD: Scenario = {
  name: 'one of three anchors is dead for good, by every protocol: no incident, and outages are found as before',
  seed: 21,
  forS: 3600,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 3600, anchors: ['203.0.113.1', '203.0.113.1:443'], effect: 'cut' },
    { fromS: 1800, toS: 2000, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 1800, overS: 2000 }],
  verify(seen) {
    expect(seen.healthAt('ipv4', 1000)).toBe('good');
    expect(seen.healthAt('icmp', 1000)).toBe('good');
  },
};
