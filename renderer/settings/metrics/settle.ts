/** A problem that came while a click is under way would move what is clicked at from under the pointer. */
const SETTLE_MS = 300;

interface Waiting {
  readonly timer: ReturnType<typeof setTimeout>;
  readonly work: () => void;
}

const waiting = new Map<string, Waiting>();

/** Does it a little later, once. */
export function settle(key: string, work: () => void): void {
  clearTimeout(waiting.get(key)?.timer);
  const timer = setTimeout(() => {
    waiting.delete(key);
    work();
  }, SETTLE_MS);
  waiting.set(key, { timer, work });
}

/** A window that closes meanwhile loses nothing that was finished. */
export function settleNow(): void {
  for (const [key, { timer, work }] of [...waiting]) {
    clearTimeout(timer);
    waiting.delete(key);
    work();
  }
}
