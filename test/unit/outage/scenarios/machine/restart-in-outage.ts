import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const RESTART_IN_OUTAGE: Scenario = {
  name: 'killed and restarted in the middle of an outage: raised once, cleared once',
  seed: 28,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' }],
  events: [{ atS: 400, type: 'restart', forS: 3 }],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
};
