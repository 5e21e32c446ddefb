import type { TraceView } from '../../domain/model/trace.ts';
import { momentText } from '../../domain/words/times.ts';
import { isoTime } from '../json-time.ts';
import { printable, type Terminal } from '../terminal/terminal.ts';
import { traceLines } from '../trace/print.ts';
import { traceResult } from '../trace/result.ts';

/** A trace out of the history, with what the healthy path is to it. */
export function keptTraceLines(terminal: Terminal, view: TraceView, nowMs: number): string[] {
  const { comparison, startedMs } = view;
  const healthy =
    comparison === null
      ? 'There was no healthy trace to compare it with.'
      : `Compared with the healthy path at ${momentText(comparison.baseline.atMs, nowMs, undefined)}: ${printable(comparison.text)}`;
  return [...traceLines(terminal, view), '', healthy, `Taken at ${momentText(startedMs, nowMs, undefined)}.`];
}

export function keptTraceResult(view: TraceView) {
  const { comparison } = view;
  if (comparison === null) return { ...traceResult(view), comparison };
  const { baseline, firstDifferentTtl, isSlower = false, text } = comparison;
  return {
    ...traceResult(view),
    comparison: {
      baseline: { id: baseline.id, at: isoTime(baseline.atMs) },
      firstDifferentTtl,
      isSlower,
      text,
    },
  };
}
