import { deadInternet, isStillDead, sinceOf } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** The router is silent and so is everything behind it. A router that only ignores pings is no outage. */
export const GATEWAY: IncidentRule = {
  class: 'gateway',
  rank: 1,
  gradual: false,
  ofSilence: true,
  judge(view) {
    const dead = deadInternet(view);
    if (dead.length === 0 || view.status('gateway') !== 'down') return null;
    return { since: sinceOf(view, dead), failing: [...dead, 'gateway'] };
  },
  isReady: () => true,
  persists: (view) => view.status('gateway') === 'down' && isStillDead(view),
};
