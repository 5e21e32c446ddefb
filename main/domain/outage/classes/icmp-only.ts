import { ICMP_KINDS, TCP_KINDS } from '../line/view.ts';
import { areDown, areWorking, available, failBeside, sinceOf, withStatus } from './evidence.ts';
import type { IncidentRule } from './incident-class.ts';

/** Pings are dead, connections work. */
export const ICMP_ONLY: IncidentRule = {
  class: 'icmp-only',
  rank: 4,
  gradual: false,
  judge(view) {
    if (!areDown(view, ICMP_KINDS) || !areWorking(view, TCP_KINDS)) return null;
    const failing = withStatus(view, ICMP_KINDS, 'down');
    const since = sinceOf(view, failing);
    return failBeside(view, failing, available(view, TCP_KINDS), since) ? { since, failing } : null;
  },
  isReady: () => true,
  persists: (view) => areDown(view, ICMP_KINDS),
};
