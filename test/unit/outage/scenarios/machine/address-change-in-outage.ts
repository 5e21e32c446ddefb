import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME, HOME_V4 } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const ADDRESS_CHANGE_IN_OUTAGE: Scenario = {
  name: 'in an outage the router withdraws IPv6 and hands out another address: still one incident',
  seed: 44,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 600, kinds: INTERNET, effect: 'cut' }],
  events: [
    { atS: 350, type: 'network', network: { ...HOME_V4, id: 'home-v4-b' } },
    { atS: 450, type: 'network', network: { ...HOME, id: 'home-b' } },
  ],
  expect: [{ class: 'total', causeS: 300, overS: 600 }],
};
