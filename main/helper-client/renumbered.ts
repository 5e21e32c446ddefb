/** What is sent by whichever helper runs at the time, and given up by it. */
interface Sending<C, Q, R extends { readonly id: number | null }> {
  readonly current: () => C | null;
  readonly send: (client: C, request: Q, onReport: (report: R) => void) => number | null;
  readonly giveUp: (client: C, id: number) => void;
}

interface Renumbered<Q, R> {
  send(request: Q, onReport: (report: R) => void): number | null;
  giveUp(own: number): void;
}

/**
 * A helper numbers what it sends from its own start, so the numbers given out here are others: one that is kept beyond
 * its helper's life names nothing of the next one.
 */
export function renumbered<C, Q, R extends { readonly id: number | null }>(
  sending: Sending<C, Q, R>,
): Renumbered<Q, R> {
  let latest: C | null = null;
  /** What is added to the numbers of the latest helper: the highest that was given out before it. */
  let base = 0;
  let highest = 0;
  return {
    send(request, onReport) {
      const client = sending.current();
      if (client === null) return null;
      if (client !== latest) base = highest;
      latest = client;
      let own = 0;
      const id = sending.send(client, request, (report) => onReport({ ...report, id: own }));
      if (id === null) return null;
      own = base + id;
      highest = Math.max(highest, own);
      return own;
    },
    giveUp(own) {
      // Nothing more comes of what an earlier helper was asked.
      if (own > base && latest !== null) sending.giveUp(latest, own - base);
    },
  };
}
