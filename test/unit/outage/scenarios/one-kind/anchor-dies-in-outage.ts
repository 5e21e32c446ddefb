import { steadyLine } from '../../simulator/line-model.ts';
import { HOME_V4, ICMP4, TCP4 } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const ANCHOR_DIES_IN_OUTAGE: Scenario = {
  name: 'of two anchors one does not survive the outage',
  seed: 22,
  forS: 900,
  line: steadyLine(),
  anchors: [...ICMP4.slice(0, 2), ...TCP4.slice(0, 2)],
  network: HOME_V4,
  faults: [
    { fromS: 300, toS: 400, effect: 'cut' },
    { fromS: 300, toS: 900, anchors: ['203.0.113.1', '203.0.113.1:443'], effect: 'cut' },
  ],
  expect: [{ class: 'total', causeS: 300, overS: 400, clearedByS: 412 }],
};
