import type { HelperClient, ProbeSender } from './types.ts';

/**
 * Probes by whichever helper runs at the time. A helper numbers its probes from its own start, so the numbers given
 * out here are others: one that is kept beyond its helper's life names nothing of the next one.
 */
export function currentProbes(current: () => HelperClient | null): ProbeSender {
  let latest: HelperClient | null = null;
  /** What is added to the numbers of the latest helper: the highest that was given out before it. */
  let base = 0;
  let highest = 0;
  return {
    probe(request, onReport) {
      const client = current();
      if (client === null) return null;
      if (client !== latest) base = highest;
      latest = client;
      let own = 0;
      const id = client.probe(request, (report) => onReport({ ...report, id: own }));
      if (id === null) return null;
      own = base + id;
      highest = Math.max(highest, own);
      return own;
    },
    cancelProbe(own) {
      // Nothing more comes of what an earlier helper was asked.
      if (own > base) latest?.cancelProbe(own - base);
    },
  };
}
