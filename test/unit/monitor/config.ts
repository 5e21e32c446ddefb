import type { MonitorConfig } from '../../../main/domain/model/config.ts';

/** No anchors at all: a test names its own. */
export const CONFIG: MonitorConfig = {
  anchors: [],
  intervalMs: 1000,
  timeoutMs: 1000,
  dnsName: 'name.example',
  portalUrl: '',
};
