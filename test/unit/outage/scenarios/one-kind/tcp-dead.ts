import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TCP_DEAD: Scenario = {
  name: 'pings pass, no connection succeeds',
  seed: 9,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: ['tcp4', 'tcp6'], effect: 'cut' }],
  expect: [{ class: 'tcp-only', causeS: 300, overS: 600 }],
};
