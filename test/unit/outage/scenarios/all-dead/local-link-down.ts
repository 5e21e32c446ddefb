import { expect } from 'vitest';
import { NO_NETWORK } from '../../../../../main/domain/model/network.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LOCAL_LINK_DOWN: Scenario = {
  name: 'the cable is pulled: probes fail at once, the network is seen to be gone a second later',
  seed: 17,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 420, effect: { outcome: 'error' } }],
  events: [
    { atS: 301, type: 'network', network: NO_NETWORK },
    { atS: 421, type: 'network', network: HOME },
  ],
  expect: [{ class: 'local', causeS: 301, overS: 421 }],
  verify(seen) {
    expect(seen.healthAt('ipv4', 310)).toBe('down');
    expect(seen.healthAt('ipv4', 430)).toBe('good');
    expect(seen.outputs.some(({ output }) => output.type === 'portal-check')).toBe(false);
  },
};
