import { ICMP_KINDS, TCP_KINDS } from '../line/view.ts';
import { areDown, failBeside, sinceOf, withStatus } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** No connection succeeds, pings work. */
export const TCP_ONLY: IncidentRule = {
  class: 'tcp-only',
  rank: 4,
  gradual: false,
  judge(view) {
    const working = withStatus(view, ICMP_KINDS, 'working');
    if (!areDown(view, TCP_KINDS) || working.length === 0) return null;
    const failing = withStatus(view, TCP_KINDS, 'down');
    const since = sinceOf(view, failing);
    return working.some((kind) => failBeside(view, failing, [kind], since)) ? { since, failing } : null;
  },
  isReady: (view, heldMs) =>
    withStatus(view, ICMP_KINDS, 'suspect').length === 0 || heldMs >= view.config.coalesceMs,
  persists: (view) => areDown(view, TCP_KINDS),
};
