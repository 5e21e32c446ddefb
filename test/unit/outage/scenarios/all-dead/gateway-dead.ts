import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const GATEWAY_DEAD: Scenario = {
  name: 'the router dies and everything behind it',
  seed: 13,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, effect: 'cut' }],
  expect: [{ class: 'gateway', causeS: 300, overS: 600 }],
  verify(seen) {
    for (const subject of ['icmp', 'ipv4', 'ipv6', 'dns', 'gateway'] as const) {
      expect(seen.healthAt(subject, 400)).toBe('down');
      expect(seen.healthAt(subject, 620)).toBe('good');
    }
  },
};
