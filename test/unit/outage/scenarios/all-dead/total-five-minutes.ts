import { expect } from 'vitest';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const TOTAL_FIVE_MINUTES: Scenario = {
  name: 'the provider is gone for 5 minutes, the router answers',
  seed: 2,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' }],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
  verify(seen) {
    expect(seen.healthAt('ipv4', 400)).toBe('down');
    expect(seen.healthAt('ipv6', 400)).toBe('down');
    expect(seen.healthAt('icmp', 400)).toBe('down');
    expect(seen.healthAt('gateway', 400)).toBe('good');
    expect(seen.healthAt('ipv4', 610)).toBe('good');
    const evidence = seen.incidents[0]?.incident.evidence;
    expect(evidence?.failing).toEqual(['icmp4', 'icmp6', 'tcp4', 'tcp6']);
    expect(evidence?.lost).toBeGreaterThanOrEqual(24);
    expect(evidence?.sent).toBeGreaterThanOrEqual(evidence?.lost ?? 0);
    expect(seen.outputs.some(({ output }) => output.type === 'portal-check')).toBe(true);
  },
};
