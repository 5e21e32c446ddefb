import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const STALLED_SAMPLES: Scenario = {
  name: 'samples taken in stalls, and probes that could not be sent, are no evidence',
  seed: 35,
  forS: 900,
  line: steadyLine(),
  faults: [
    { fromS: 300, toS: 310, effect: { outcome: 'suspect' } },
    { fromS: 500, toS: 512, effect: { outcome: 'error' } },
  ],
  expect: [],
};
