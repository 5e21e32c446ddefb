import type { Config } from '../../../main/domain/model/config.ts';

/** No anchors at all: a test names its own. */
export const CONFIG: Config = {
  anchors: [],
  intervalMs: 1000,
  timeoutMs: 1000,
  notifyAfterMs: 10_000,
  dnsName: 'name.example',
  portalUrl: '',
  retention: { rawHours: 1, minuteDays: 1, hourDays: 1, maxMegabytes: 1 },
  allowEncapsulation: false,
};
