import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LATE_REPLIES: Scenario = {
  name: 'for an hour 5 % of the answers take 5 s: waited for is not lost',
  seed: 32,
  forS: 5400,
  line: steadyLine(),
  faults: [{ fromS: 900, toS: 4500, share: 0.05, effect: { addMs: 5000 } }],
  expect: [],
};
