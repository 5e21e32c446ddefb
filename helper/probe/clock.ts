/** Passed in, so that tests own the time. */
export interface Clock {
  /** Monotonic milliseconds, with fractions. */
  now(): number;
  /** Calls back once, not before `delayMs`; the result cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

/**
 * Node runs due timers before it reads sockets, so that after a stall an answer already in the buffer would
 * be called lost. The callback therefore waits until the sockets have had their turn.
 */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, callback) {
    let immediate: NodeJS.Immediate | null = null;
    const timer = setTimeout(() => {
      immediate = setImmediate(callback);
    }, delayMs);
    return () => {
      clearTimeout(timer);
      if (immediate !== null) clearImmediate(immediate);
    };
  },
};
