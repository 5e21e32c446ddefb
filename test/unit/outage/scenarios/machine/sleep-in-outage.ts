import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const SLEEP_IN_OUTAGE: Scenario = {
  name: 'the machine sleeps through the end of an outage, and into another one',
  seed: 36,
  forS: 6000,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 2000, kinds: INTERNET, effect: 'cut' },
    { fromS: 4000, toS: 5000, kinds: INTERNET, effect: 'cut' },
  ],
  events: [
    { atS: 400, type: 'sleep', forS: 2600 },
    { atS: 3500, type: 'sleep', forS: 1000, monoRuns: true },
  ],
  expect: [
    { class: 'total', causeS: 300, overS: 400, end: 'unknown', clearedByS: 3001 },
    // Awake at 4,500 s: a machine that has just woken is given a minute to find its network.
    { class: 'total', causeS: 4500, raisedByS: 4566, overS: 5000 },
  ],
};
