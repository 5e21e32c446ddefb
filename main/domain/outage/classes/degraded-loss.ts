import type { IncidentRule } from './incident-class.ts';

/** Clearly more loss than this line usually has; the figure is the loss in percent since it began. */
export const DEGRADED_LOSS: IncidentRule = {
  class: 'degraded-loss',
  rank: 6,
  gradual: true,
  judge({ loss }) {
    if (loss === null) return null;
    return { since: loss.since, failing: loss.kinds, figure: loss.figure, lost: loss.lost, sent: loss.sent };
  },
  isReady: () => true,
  persists: (view) => view.loss !== null,
};
