import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const PAUSE_IN_OUTAGE: Scenario = {
  name: 'paused by the user during an outage that goes on',
  seed: 37,
  forS: 1500,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 1000, kinds: INTERNET, effect: 'cut' }],
  events: [{ atS: 400, type: 'gap', forS: 300, reason: 'pause' }],
  expect: [
    { class: 'total', causeS: 300, overS: 400, end: 'unknown', clearedByS: 701 },
    { class: 'total', causeS: 700, raisedByS: 726, overS: 1000 },
  ],
};
