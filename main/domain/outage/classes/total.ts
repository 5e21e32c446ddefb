import { deadInternet, isStillDead, sinceOf } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** Nothing on the internet answers, by any kind that ever worked here. */
export const TOTAL: IncidentRule = {
  class: 'total',
  rank: 3,
  gradual: false,
  ofSilence: true,
  judge(view) {
    const failing = deadInternet(view);
    return failing.length === 0 || view.noNetwork !== null
      ? null
      : { since: sinceOf(view, failing), failing };
  },
  /** A silent gateway would make this `gateway`; its single anchor takes a little longer to decide. */
  isReady: (view, heldMs) => view.status('gateway') !== 'suspect' || heldMs >= view.config.coalesceMs,
  persists: isStillDead,
};
