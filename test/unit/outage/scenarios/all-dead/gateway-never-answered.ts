import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const GATEWAY_NEVER_ANSWERED: Scenario = {
  name: 'a router that never answered is not blamed for an outage',
  seed: 16,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 0, toS: 900, kinds: ['gateway'], effect: 'cut' },
    { fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
  verify(seen) {
    expect(seen.healthAt('gateway', 200)).toBe('unavailable');
  },
};
