import type { Output } from './terminal/output.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Shells' convention for a process ended by signal 2. */
const ENDED_BY_SIGINT = 130;

/**
 * Aborted by the first signal or when stdout is closed; a second signal ends the process at once. But for SIGHUP: a
 * terminal that goes away sends several, for the session and for its foreground group, and nobody insists with them.
 */
export function untilInterrupted(output: Output): AbortSignal {
  const controller = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted && signal !== 'SIGHUP') process.exit(ENDED_BY_SIGINT);
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  output.closed.addEventListener('abort', () => controller.abort(), { once: true });
  if (output.closed.aborted) controller.abort();
  return controller.signal;
}
