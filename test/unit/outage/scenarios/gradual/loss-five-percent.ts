import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LOSS_FIVE_PERCENT: Scenario = {
  name: '5 % extra loss for ten minutes on a good line',
  seed: 39,
  forS: 2700,
  line: steadyLine({ loss: 0.0003 }),
  faults: [{ fromS: 1200, toS: 1800, kinds: INTERNET, share: 0.05, effect: 'cut' }],
  expect: [
    { class: 'degraded-loss', causeS: 1200, raisedByS: 1260, overS: 1800, clearedByS: 1860, slackS: 60 },
  ],
  verify(seen) {
    expect(seen.healthAt('ipv4', 1300)).toBe('degraded');
    expect(seen.healthAt('ipv4', 2600)).toBe('good');
    expect(seen.incidents[0]?.incident.evidence.figure).toBeGreaterThan(2);
    expect(seen.incidents[0]?.incident.evidence.figure).toBeLessThan(10);
  },
};
