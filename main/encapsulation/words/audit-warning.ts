import type { TraceWarning } from '../../domain/model/trace.ts';

/** A run goes on without its line in the log, but not without a word. */
export const auditWarning = (error: unknown): TraceWarning => ({
  code: 'audit-failed',
  text: `The log of packets in IP-in-IP could not be written (${error instanceof Error ? error.message : String(error)}).`,
});
