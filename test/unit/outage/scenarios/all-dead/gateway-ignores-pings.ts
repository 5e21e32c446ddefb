import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const GATEWAY_IGNORES_PINGS: Scenario = {
  name: 'the router stops answering pings, traffic passes; then it never answered at all',
  seed: 15,
  forS: 1200,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 900, kinds: ['gateway'], effect: 'cut' }],
  expect: [],
  verify(seen) {
    expect(seen.healthAt('gateway', 600)).toBe('degraded');
    expect(seen.healthAt('gateway', 1000)).toBe('good');
  },
};
