import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LOSS_THEN_TOTAL: Scenario = {
  name: 'heavy loss ends in an outage, which absorbs it',
  seed: 40,
  forS: 2400,
  line: steadyLine(),
  faults: [
    { fromS: 1200, toS: 1400, kinds: INTERNET, share: 0.15, effect: 'cut' },
    { fromS: 1400, toS: 1700, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [
    {
      class: 'degraded-loss',
      causeS: 1200,
      raisedByS: 1260,
      overS: 1400,
      clearedByS: 1405,
      end: 'absorbed',
      parent: 1,
      slackS: 3,
    },
    { class: 'total', causeS: 1400, overS: 1700 },
  ],
};
