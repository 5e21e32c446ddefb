import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { VPN } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const MOVED_IN_OUTAGE: Scenario = {
  name: 'during an outage the machine is taken to another network, where everything works',
  seed: 43,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 400, kinds: INTERNET, effect: 'cut' }],
  events: [{ atS: 400, type: 'network', network: VPN }],
  expect: [{ class: 'total', causeS: 300, overS: 400, end: 'unknown' }],
};
