import { INTERNET_KINDS } from '../line/view.ts';
import { sinceOf, withStatus, worksAtAll } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** No resolver answers, the internet works by address. */
export const DNS: IncidentRule = {
  class: 'dns',
  rank: 5,
  gradual: false,
  judge(view) {
    if (view.status('dns') !== 'down' || !worksAtAll(view)) return null;
    return { since: sinceOf(view, ['dns']), failing: ['dns'] };
  },
  isReady: (view, heldMs) =>
    withStatus(view, INTERNET_KINDS, 'suspect').length === 0 || heldMs >= view.config.coalesceMs,
  persists: (view) => view.status('dns') === 'down',
};
