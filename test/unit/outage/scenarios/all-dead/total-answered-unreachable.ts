import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TOTAL_ANSWERED_UNREACHABLE: Scenario = {
  name: 'the router itself says that nothing can be reached',
  seed: 5,
  forS: 600,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 400, kinds: INTERNET, effect: { outcome: 'unreachable' } }],
  expect: [{ class: 'total', causeS: 300, overS: 400 }],
};
