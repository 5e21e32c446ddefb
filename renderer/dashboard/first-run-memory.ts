/** The storage of the windows lives as long as the app runs: exactly as long as there is a first run. */
const KEY = 'first-run-dismissed';

export const dismissedFirstRun = {
  get(): boolean {
    try {
      return localStorage.getItem(KEY) !== null;
    } catch {
      return false;
    }
  },
  set(): void {
    try {
      localStorage.setItem(KEY, 'yes');
    } catch {
      // Without storage it comes back with the next window: a nuisance, no harm.
    }
  },
};
