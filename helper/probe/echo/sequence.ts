const SEQUENCES = 0x1_0000;

/** Sequence numbers in turn, skipping those that are taken. Ends: far fewer can be taken than there are. */
export function createSequence(first: number, isTaken: (sequence: number) => boolean): () => number {
  let next = first % SEQUENCES;
  const step = (): void => {
    next = (next + 1) % SEQUENCES;
  };
  return () => {
    while (isTaken(next)) step();
    const free = next;
    step();
    return free;
  };
}
