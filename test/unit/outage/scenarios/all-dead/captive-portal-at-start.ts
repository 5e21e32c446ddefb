import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const CAPTIVE_PORTAL_AT_START: Scenario = {
  name: 'started behind a login page on a network never seen before',
  seed: 20,
  forS: 600,
  line: steadyLine(),
  faults: [{ fromS: 0, toS: 300, kinds: INTERNET, effect: 'cut' }],
  captive: (atS) => atS < 300,
  expect: [{ class: 'captive-portal', causeS: 0, raisedByS: 10, overS: 300, slackS: 6 }],
};
