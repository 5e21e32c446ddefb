import type { JSX } from 'preact';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { localAgo, localExact } from '../local-time.ts';
import { StateShape } from '../state-shape.tsx';
import { REASON_TEXTS, SENTENCE_SHAPES, summaryText, summaryTitle } from './summary-text.ts';
import './trace-list.css';

export interface TraceListProps {
  readonly label: string;
  readonly traces: readonly TraceSummary[];
  readonly nowMs: number;
  readonly onOpen: (id: string) => void;
}

/** Kept traces, one a line; each opens. */
export function TraceList({ label, traces, nowMs, onOpen }: TraceListProps): JSX.Element {
  return (
    <ul class="traces" aria-label={label}>
      {traces.map((trace) => (
        <li class="trace" key={trace.id} data-trace={trace.id}>
          <StateShape state={SENTENCE_SHAPES[trace.sentence.state]} />
          <div class="trace-words">
            <button type="button" class="trace-open" onClick={() => onOpen(trace.id)}>
              {summaryTitle(trace)}
            </button>
            <p class="muted">{trace.sentence.text}</p>
          </div>
          <div class="trace-side small">
            <p title={localExact(trace.atMs)}>began {localAgo(trace.atMs, nowMs)}</p>
            <p class="muted">{summaryText(trace)}</p>
            {REASON_TEXTS[trace.reason] === '' ? null : <p class="muted">{REASON_TEXTS[trace.reason]}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
