import { NO_NETWORK } from '../../../../../main/domain/model/network.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const CUT_RIGHT_AFTER_START: Scenario = {
  name: 'the router dies two seconds after the start, and the cable is pulled two seconds after another',
  seed: 49,
  forS: 400,
  line: steadyLine(),
  faults: [
    { fromS: 2, toS: 60, effect: 'cut' },
    { fromS: 203, toS: 260, effect: { outcome: 'error' } },
  ],
  events: [
    { atS: 200, type: 'restart', forS: 1 },
    { atS: 203.5, type: 'network', network: NO_NETWORK },
    { atS: 260, type: 'network', network: HOME },
  ],
  expect: [
    { class: 'gateway', causeS: 2, overS: 60 },
    { class: 'local', causeS: 203.5, overS: 260 },
  ],
};
