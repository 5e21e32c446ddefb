import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const STALL: Scenario = {
  name: 'the process is held up, again and again, and once in an outage',
  seed: 34,
  forS: 1800,
  line: steadyLine(),
  faults: [{ fromS: 900, toS: 1200, kinds: INTERNET, effect: 'cut' }],
  events: [
    ...Array.from({ length: 20 }, (_, turn) => ({
      atS: 100 + 30 * turn,
      type: 'gap' as const,
      forS: 4 + (turn % 5),
      reason: 'stall' as const,
    })),
    { atS: 1000, type: 'gap', forS: 8, reason: 'stall' },
  ],
  expect: [{ class: 'total', causeS: 900, overS: 1200 }],
};
