export interface TokenBucket {
  /** False: not so many left, nothing taken. Default 1. */
  take(tokens?: number): boolean;
}

/** `now`: monotonic milliseconds. Starts full. */
export function createTokenBucket(ratePerSecond: number, burst: number, now: () => number): TokenBucket {
  let tokens = burst;
  let filledAtMs = now();
  return {
    take(wanted = 1) {
      const atMs = now();
      tokens = Math.min(burst, tokens + ((atMs - filledAtMs) * ratePerSecond) / 1000);
      filledAtMs = atMs;
      if (tokens < wanted) return false;
      tokens -= wanted;
      return true;
    },
  };
}
