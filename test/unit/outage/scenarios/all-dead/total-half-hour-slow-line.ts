import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TOTAL_HALF_HOUR_SLOW_LINE: Scenario = {
  name: 'a satellite line with 600 ms is gone for 30 minutes, twice',
  seed: 3,
  forS: 7200,
  line: steadyLine({ rttMs: 600, jitterMs: 20 }),
  timeoutMs: 2800,
  faults: [
    { fromS: 600, toS: 2400, kinds: INTERNET, effect: 'cut' },
    { fromS: 4000, toS: 5800, kinds: INTERNET, effect: 'cut' },
  ],
  expect: [
    { class: 'total', causeS: 600, overS: 2400, slackS: 2 },
    { class: 'total', causeS: 4000, overS: 5800, slackS: 2 },
  ],
};
