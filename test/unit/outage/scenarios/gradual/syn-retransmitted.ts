import { expect } from 'vitest';
import { steadyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const SYN_RETRANSMITTED: Scenario = {
  name: 'every tenth connect needs a retransmission: lost SYNs, but neither outage nor latency',
  seed: 33,
  forS: 3600,
  line: steadyLine(),
  faults: [{ fromS: 900, toS: 1800, kinds: ['tcp4', 'tcp6'], share: 0.1, effect: { outcome: 'lost' } }],
  // The loss is TCP's alone, pings have none: a filter's doing or a server's, not the line's.
  expect: [],
  verify(seen) {
    expect(seen.healthAt('ipv4', 1700)).toBe('good');
  },
};
