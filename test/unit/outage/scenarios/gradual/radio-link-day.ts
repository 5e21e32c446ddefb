import { heavyTailedLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const RADIO_LINK_DAY: Scenario = {
  name: 'a radio link whose latency wanders by a factor of two within minutes: that is this line as it is',
  seed: 50,
  forS: 8 * 3600,
  line: heavyTailedLine({ medianMs: 45, sigma: 0.45, wanderSigma: 0.25, wanderMs: 120_000, loss: 0.001 }),
  expect: [],
};
