import { app, dialog } from 'electron';
import type { Log } from './log-file.ts';

/**
 * What nobody caught is logged, and told once: a box that comes back every second helps nobody. Measuring goes
 * on, for its parts fail and recover on their own. An end of the app closes the box first.
 */
export function catchFailures(log: Log, logFile: string): { closeBox(): void } {
  // A terminal that has gone takes no more words; without a listener each of them would be a failure of its own.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
  const box = new AbortController();
  let told = false;
  const onFailure = (what: string) => (error: unknown) => {
    log(what, error);
    if (told || !app.isReady()) return;
    told = true;
    const message = error instanceof Error ? error.message : String(error);
    // Without a parent and without waiting: the loop goes on under the open box.
    void dialog.showMessageBox({
      type: 'warning',
      title: 'Faultline',
      message: 'Something unexpected happened inside Faultline.',
      detail: `${message}\n\nIt goes on as well as it can; start it anew if something is missing. Details are in ${logFile}.`,
      buttons: ['Go on'],
      signal: box.signal,
    });
  };
  process.on('uncaughtException', onFailure('an exception nobody caught'));
  process.on('unhandledRejection', onFailure('a rejection nobody caught'));
  app.on('child-process-gone', (_event, { type, reason, exitCode }) => {
    if (reason !== 'clean-exit') log(`a ${type} process ended: ${reason}`, exitCode);
  });
  return { closeBox: () => box.abort() };
}

/** For a start that failed: nothing runs that could go on. */
export const endWithWords =
  (log: Log) =>
  (error: unknown): void => {
    log('Faultline could not start', error);
    dialog.showErrorBox('Faultline could not start', error instanceof Error ? error.message : String(error));
    app.exit(1);
  };
