import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const QUIET_HOUR: Scenario = {
  name: 'a quiet hour: every light good within two seconds, no incident, no burst',
  seed: 1,
  forS: 3600,
  line: steadyLine(),
  expect: [],
  verify(seen) {
    for (const subject of ['icmp', 'ipv4', 'ipv6', 'dns', 'gateway'] as const) {
      expect(seen.healthAt(subject, 0)).toBe('unknown');
      expect(seen.healthAt(subject, 2)).toBe('good');
      expect(seen.healthAt(subject, 3600)).toBe('good');
    }
    expect(seen.outputs.filter(({ output }) => output.type !== 'health')).toEqual([]);
    expect(seen.outputs).toHaveLength(5);
  },
};
