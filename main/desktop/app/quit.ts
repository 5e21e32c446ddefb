import { app, powerMonitor } from 'electron';
import type { Log } from './log-file.ts';

/** A disk that hangs must not keep a session from ending. */
const PATIENCE_MS = 8_000;

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Settles with false when the work takes longer than anybody waits. */
function within(ms: number, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), ms);
    work.then(() => resolve(true), reject).finally(() => clearTimeout(timer));
  });
}

/** Asks the system to wait for us; the typings leave out that the event can. */
function delay(event: unknown): void {
  if (event instanceof Object && 'preventDefault' in event && typeof event.preventDefault === 'function') {
    event.preventDefault();
  }
}

/**
 * However the app is asked to end (its menu, a signal, the end of the session), `stop` is called once and the
 * process ends when it has settled.
 */
export function quitAfter(stop: () => Promise<void>, log: Log): void {
  let ending = false;
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    try {
      if (!(await within(PATIENCE_MS, stop()))) log(`not everything had ended after ${PATIENCE_MS} ms`, null);
    } catch (error) {
      log('the end went wrong', error);
    }
    app.exit(0);
  };
  app.on('before-quit', (event) => {
    event.preventDefault();
    void end();
  });
  for (const signal of SIGNALS) process.on(signal, () => void end());
  powerMonitor.on('shutdown', (...[event]: readonly unknown[]) => {
    delay(event);
    void end();
  });
  // Windows tells open windows only.
  app.on('browser-window-created', (_event, window) => window.on('session-end', () => void end()));
}
