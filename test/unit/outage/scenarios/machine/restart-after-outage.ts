import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const RESTART_AFTER_OUTAGE: Scenario = {
  name: 'the outage ended while the monitor was not running',
  seed: 29,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 410, kinds: INTERNET, effect: 'cut' }],
  events: [{ atS: 400, type: 'restart', forS: 20 }],
  expect: [{ class: 'total', causeS: 300, overS: 400, clearedByS: 425, end: 'unknown' }],
};
