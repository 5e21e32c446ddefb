export interface TokenBucket {
  /** False: nothing left, nothing taken. */
  take(): boolean;
}

/** `now`: monotonic milliseconds. Starts full. */
export function createTokenBucket(ratePerSecond: number, burst: number, now: () => number): TokenBucket {
  let tokens = burst;
  let filledAtMs = now();
  return {
    take() {
      const atMs = now();
      tokens = Math.min(burst, tokens + ((atMs - filledAtMs) * ratePerSecond) / 1000);
      filledAtMs = atMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
