import { TCP_KINDS } from '../line/view.ts';
import { areDown, available, sinceOf, withStatus } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** A login page stands between this machine and the internet. */
export const CAPTIVE_PORTAL: IncidentRule = {
  class: 'captive-portal',
  rank: 2,
  gradual: false,
  judge(view) {
    if (!view.captive || view.noNetwork !== null) return null;
    if (withStatus(view, TCP_KINDS, 'working').length > 0) return null;
    const failing = withStatus(view, TCP_KINDS, 'down', 'suspect');
    return { since: sinceOf(view, failing), failing };
  },
  isReady: (view, heldMs) =>
    heldMs >= view.config.coalesceMs || areDown(view, TCP_KINDS) || available(view, TCP_KINDS).length === 0,
  persists: (view) => view.captive && withStatus(view, TCP_KINDS, 'working').length === 0,
};
