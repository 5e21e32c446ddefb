import { NO_NETWORK } from '../../../../../main/domain/model/network.ts';
import { INTERNET } from '../../simulator/kinds.ts';
import { steadyLine } from '../../simulator/line-model.ts';
import { HOME } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LOCAL_ABSORBS_TOTAL: Scenario = {
  name: 'a total outage, then the link goes down as well; after it everything works',
  seed: 18,
  forS: 900,
  line: steadyLine(),
  faults: [{ fromS: 300, toS: 500, effect: 'cut', kinds: INTERNET }],
  events: [
    { atS: 400, type: 'network', network: NO_NETWORK },
    { atS: 500, type: 'network', network: HOME },
  ],
  expect: [
    { class: 'total', causeS: 300, overS: 400, clearedByS: 405, end: 'absorbed', parent: 1 },
    { class: 'local', causeS: 400, overS: 500 },
  ],
};
