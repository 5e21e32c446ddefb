import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const DNS_DEAD: Scenario = {
  name: 'no resolver answers, the internet works by address',
  seed: 10,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: ['dns'], effect: 'cut' }],
  expect: [{ class: 'dns', causeS: 300, overS: 600 }],
  verify(seen) {
    expect(seen.healthAt('dns', 400)).toBe('down');
    expect(seen.healthAt('ipv4', 400)).toBe('good');
  },
};
