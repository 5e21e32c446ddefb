import { burstyLine } from '../../simulator/line-model.ts';
import type { Scenario } from '../../simulator/scenario.ts';

export const LOSSY_WIFI_HOUR: Scenario = {
  name: 'a lossy Wi-Fi hour: bursts of loss every ten seconds are this line as it is',
  seed: 27,
  forS: 3 * 3600,
  line: burstyLine({
    goodMs: 10_000,
    badMs: 400,
    goodLoss: 0.001,
    badLoss: 0.6,
    rttMs: 15,
    jitterMs: 5,
    badExtraMs: 60,
  }),
  expect: [],
};
