import type { IncidentRule } from './incident-class.ts';

/** Round trips have shifted for good; the figure is the shift in milliseconds when it was named. */
export const DEGRADED_LATENCY: IncidentRule = {
  class: 'degraded-latency',
  rank: 7,
  gradual: true,
  judge({ latency }) {
    return latency === null
      ? null
      : { since: latency.since, failing: latency.kinds, figure: latency.figure, lost: 0, sent: 0 };
  },
  isReady: () => true,
  persists: (view) => view.latency !== null,
};
