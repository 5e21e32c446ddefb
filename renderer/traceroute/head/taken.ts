import type { TraceSummary, TraceView } from '../../../main/domain/model/trace.ts';

/** After which a trace that has ended on the screen is told as one of the past, ms. */
const FRESH = 60_000;

type Ended = Pick<TraceView, 'id' | 'status' | 'mode' | 'startedMs' | 'durationMs'>;

/** What occasioned it, after a comma; empty: somebody asked for it. */
function occasion(mode: TraceView['mode'], summary: Pick<TraceSummary, 'reason'> | undefined): string {
  if (summary?.reason === 'baseline') return ', while all was well';
  if (summary?.reason !== 'incident') return '';
  return mode === 'continuous' ? ', from when an incident began' : ', as an incident began';
}

export interface Around {
  /** Id of the trace that was opened rather than run; null: none was. */
  readonly openedId: string | null;
  readonly kept: readonly Pick<TraceSummary, 'id' | 'reason'>[];
  readonly nowMs: number;
  /** With its day. */
  readonly momentOf: (atMs: number) => string;
}

/** Stands before the words of a trace that speaks of the past: they are in the present of then. Null: it is of now. */
export function takenText(view: Ended, { openedId, kept, nowMs, momentOf }: Around): string | null {
  const { id, status, mode, startedMs, durationMs } = view;
  if (status === 'running' || status === 'failed') return null;
  const endedMs = startedMs + durationMs;
  if (openedId !== id && nowMs - endedMs < FRESH) return null;
  const end = mode === 'continuous' ? ` to ${momentOf(endedMs)}` : '';
  const summary = kept.find((one) => one.id === id);
  return `Taken ${momentOf(startedMs)}${end}${occasion(mode, summary)}. What it showed then:`;
}
