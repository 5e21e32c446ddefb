import { steadyLine } from '../../simulator/line-model.ts';
import { HOME_V4, ICMP4, TCP4 } from '../../simulator/networks.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const SINGLE_ANCHOR_LINE: Scenario = {
  name: 'one anchor a kind: outages are found and cleared as fast',
  seed: 42,
  forS: 900,
  line: steadyLine({ loss: 0.01 }),
  anchors: [...ICMP4.slice(0, 1), ...TCP4.slice(0, 1)],
  network: HOME_V4,
  faults: [
    { fromS: 300, toS: 400, effect: 'cut' },
    { fromS: 600, toS: 700, kinds: ['icmp4'], effect: 'cut' },
  ],
  expect: [
    { class: 'total', causeS: 300, overS: 400 },
    { class: 'icmp-only', causeS: 600, overS: 700 },
  ],
};
