import { HistoryError, type HistoryErrorCode } from '../history/errors.ts';
import { type CommandEnd, EXIT, type ExitCode } from './exit-codes.ts';

/** Faults that a different folder, or no second monitor, would avoid; the rest are ours or the disk's. */
const USAGE: ReadonlySet<HistoryErrorCode> = new Set([
  'bad-query',
  'newer-file',
  'older-file',
  'in-use',
  'missing',
  'unwritable',
]);

/** What the history has to say about a failure, or null when the failure is none of its own. */
export function historyEnd(error: unknown): CommandEnd | null {
  if (!(error instanceof HistoryError)) return null;
  const code: ExitCode = USAGE.has(error.code) ? EXIT.usage : EXIT.internal;
  // Its messages are whole sentences with the way out.
  return { code, problem: { what: error.message, where: '', wayOut: '' } };
}
