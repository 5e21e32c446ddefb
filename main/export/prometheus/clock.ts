/** Passed in so that tests own the time. */
export interface Clock {
  now(): { readonly monoMs: number };
  setTimer(callback: () => void, delayMs: number): { cancel(): void };
}

export const processClock: Clock = {
  now: () => ({ monoMs: performance.now() }),
  setTimer(callback, delayMs) {
    const timer = setTimeout(callback, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};
