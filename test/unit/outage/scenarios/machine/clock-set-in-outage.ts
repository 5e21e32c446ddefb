import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const CLOCK_SET_IN_OUTAGE: Scenario = {
  name: 'the clock is set back by a day and forward by an hour during an outage',
  seed: 38,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' }],
  events: [
    { atS: 400, type: 'clock-jump', byS: -86_400 },
    { atS: 500, type: 'clock-jump', byS: 90_000 },
  ],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
};
