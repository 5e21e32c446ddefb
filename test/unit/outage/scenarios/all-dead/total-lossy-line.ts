import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TOTAL_LOSSY_LINE: Scenario = {
  name: 'a total outage on a line that always loses 1 %',
  seed: 4,
  forS: 1500,
  line: steadyLine({ rttMs: 40, jitterMs: 15, loss: 0.01 }),
  faults: [{ fromS: 900, toS: 1200, kinds: INTERNET, effect: 'cut' }],
  expect: [{ class: 'total', causeS: 900, overS: 1200 }],
};
