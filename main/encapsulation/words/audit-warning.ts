import type { TraceWarning } from '../../domain/model/trace.ts';

/** How a run ended may be missing in the log, but not without a word. */
export const auditWarning = (error: unknown): TraceWarning => ({
  code: 'audit-failed',
  text: `The log of packets in IP-in-IP could not be written at the end (${error instanceof Error ? error.message : String(error)}).`,
});
