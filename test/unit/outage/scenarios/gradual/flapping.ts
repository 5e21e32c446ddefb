import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const FLAPPING: Scenario = {
  name: 'ten seconds up, ten seconds down, for ten minutes: told twice, not thirty times',
  seed: 23,
  forS: 1200,
  line: steadyLine(),
  faults: Array.from({ length: 30 }, (_, turn) => ({
    fromS: 300 + 20 * turn,
    toS: 310 + 20 * turn,
    kinds: INTERNET,
    effect: 'cut' as const,
  })),
  expect: [
    { class: 'total', causeS: 300, overS: 310 },
    { class: 'total', causeS: 320, overS: 890, clearedByS: 910 },
  ],
};
