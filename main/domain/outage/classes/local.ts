import type { IncidentRule } from './incident-class.ts';

/** This machine has no default route, or its link is down. */
export const LOCAL: IncidentRule = {
  class: 'local',
  rank: 0,
  gradual: false,
  judge: ({ noNetwork }) => (noNetwork?.established ? { since: noNetwork.since, failing: [] } : null),
  isReady: () => true,
  persists: ({ noNetwork }) => noNetwork !== null,
};
