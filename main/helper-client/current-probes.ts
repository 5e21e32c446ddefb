import type { HelperClient, ProbeSender } from './types.ts';

/** As many as a connection keeps. */
const KEPT = 16_384;

interface Sent {
  readonly client: HelperClient;
  readonly id: number;
}

/**
 * Probes by whichever helper runs at the time. A helper numbers its probes from its own start, so the numbers given
 * out here are others: one that is kept beyond its helper's life names nothing of the next one.
 */
export function currentProbes(current: () => HelperClient | null): ProbeSender {
  const sent = new Map<number, Sent>();
  let latest: HelperClient | null = null;
  let lastId = 0;
  return {
    probe(request, onReport) {
      const client = current();
      if (client === null) return null;
      // Nothing more comes of what an earlier helper was asked.
      if (client !== latest) sent.clear();
      latest = client;
      const own = lastId + 1;
      const id = client.probe(request, (report) => onReport({ ...report, id: own }));
      if (id === null) return null;
      lastId = own;
      sent.set(own, { client, id });
      sent.delete(own - KEPT);
      return own;
    },
    cancelProbe(own) {
      const named = sent.get(own);
      sent.delete(own);
      named?.client.cancelProbe(named.id);
    },
  };
}
