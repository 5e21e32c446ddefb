import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LATENCY_SHIFT: Scenario = {
  name: 'every round trip takes 120 ms more for ten minutes; before that a few slow seconds',
  seed: 41,
  forS: 3600,
  line: steadyLine({ rttMs: 20 }),
  faults: [
    { fromS: 900, toS: 915, effect: { addMs: 300 } },
    { fromS: 1800, toS: 2400, kinds: INTERNET, effect: { addMs: 120 } },
  ],
  expect: [
    { class: 'degraded-latency', causeS: 1800, raisedByS: 1850, overS: 2400, clearedByS: 2450, slackS: 50 },
  ],
  verify(seen) {
    expect(seen.incidents[0]?.incident.evidence.figure).toBeGreaterThan(100);
    expect(seen.incidents[0]?.incident.evidence.figure).toBeLessThan(140);
    expect(seen.healthAt('ipv4', 2000)).toBe('degraded');
  },
};
