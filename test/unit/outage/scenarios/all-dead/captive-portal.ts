import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const CAPTIVE_PORTAL_SCENARIO: Scenario = {
  name: 'a login page stands in the way, until somebody logs in',
  seed: 19,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' }],
  captive: (atS) => atS >= 300 && atS < 600,
  expect: [{ class: 'captive-portal', causeS: 300, overS: 600 }],
};
