import { type Echo, isPending } from './echo.ts';

const SEQUENCES = 0x1_0000;
/** How often what nothing can answer any more is cleared away, at most. */
const SWEEP_MS = 1000;

/**
 * Every echo that an answer may still name: the pending ones, and the told ones until `lateWindowMs` after
 * their send. Bounded by the limits: pending ones by number, the others by rate times window.
 */
export interface EchoTable {
  add(echo: Echo): void;
  remove(echo: Echo): void;
  bySequence(sequence: number): Echo | null;
  byId(id: number): Echo | null;
  /** A sequence number that no live echo has. */
  freeSequence(): number;
  readonly size: number;
}

export function createEchoTable(now: () => number, lateWindowMs: number, firstSequence: number): EchoTable {
  const sequences = new Map<number, Echo>();
  const ids = new Map<number, Echo>();
  let nextSequence = firstSequence % SEQUENCES;
  let sweptAtMs = now();

  const isLive = (echo: Echo): boolean =>
    isPending(echo) || (echo.sentAtMs !== null && now() - echo.sentAtMs <= lateWindowMs);
  const live = (echo: Echo | undefined): Echo | null => (echo !== undefined && isLive(echo) ? echo : null);
  const remove = (echo: Echo): void => {
    // A dead entry may have been replaced under its id or sequence.
    if (sequences.get(echo.sequence) === echo) sequences.delete(echo.sequence);
    if (ids.get(echo.id) === echo) ids.delete(echo.id);
  };
  const sweep = (): void => {
    if (now() - sweptAtMs < SWEEP_MS) return;
    sweptAtMs = now();
    for (const echo of sequences.values()) if (!isLive(echo)) remove(echo);
  };

  return {
    add(echo) {
      sweep();
      sequences.set(echo.sequence, echo);
      ids.set(echo.id, echo);
    },
    remove,
    bySequence: (sequence) => live(sequences.get(sequence)),
    byId: (id) => live(ids.get(id)),
    freeSequence() {
      // Ends: far fewer echoes can be live than there are sequence numbers.
      while (live(sequences.get(nextSequence)) !== null) nextSequence = (nextSequence + 1) % SEQUENCES;
      const free = nextSequence;
      nextSequence = (nextSequence + 1) % SEQUENCES;
      return free;
    },
    get size() {
      return sequences.size;
    },
  };
}
