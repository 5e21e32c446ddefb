import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const GATEWAY_ABSORBS_TOTAL: Scenario = {
  name: 'the provider is gone, then the router is switched off and on, and the provider stays away',
  seed: 14,
  forS: 1200,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 800, kinds: INTERNET, effect: 'cut' },
    { fromS: 400, toS: 500, kinds: ['gateway', 'dns'], effect: 'cut' },
  ],
  expect: [
    { class: 'total', causeS: 300, overS: 300, clearedByS: 405, end: 'absorbed', parent: 1 },
    { class: 'gateway', causeS: 300, raisedByS: 405, overS: 500 },
    { class: 'total', causeS: 500, raisedByS: 511, overS: 800 },
  ],
};
