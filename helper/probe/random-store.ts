/** Tokens for more than a minute at the pace of a monitor. */
const STORE_BYTES = 4096;

/**
 * Unpredictable bytes out of a store that is filled in one go: asking the generator for each token costs more
 * than all else that is done to build its packet. No byte is handed out twice, and what was handed out is the
 * caller's alone: it is wiped from the store. `fill` overwrites all of its argument.
 */
export function createRandomStore(fill: (bytes: Uint8Array) => void): (length: number) => Uint8Array {
  const store = new Uint8Array(STORE_BYTES);
  let used = STORE_BYTES;
  return (length) => {
    if (length > STORE_BYTES) throw new RangeError(`at most ${STORE_BYTES} random bytes at a time`);
    if (used + length > STORE_BYTES) {
      fill(store);
      used = 0;
    }
    const bytes = store.slice(used, used + length);
    store.fill(0, used, used + length);
    used += length;
    return bytes;
  };
}
