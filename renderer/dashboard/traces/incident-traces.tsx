import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import type { TraceReason, TraceSummary } from '../../../main/domain/model/trace.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { localMoment } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { openTrace } from '../../components/traces/open-trace.ts';
import { METHOD_NAMES, SENTENCE_SHAPES } from '../../components/traces/summary-text.ts';
import { nowMs } from '../store.ts';
import { TraceMenu } from './trace-menu.tsx';
import { traceChanges } from './trace-store.ts';

const REASONS: Readonly<Record<TraceReason, string>> = {
  incident: 'as it began',
  baseline: 'while all was well',
  asked: 'asked for',
};

function LinkedTrace({ trace }: { readonly trace: TraceSummary }): JSX.Element {
  const { id, host, atMs, family, method, reason, sentence } = trace;
  const what = `${host}, ${REASONS[reason]}`;
  return (
    <li class="incident-trace" data-trace={id}>
      <StateShape state={SENTENCE_SHAPES[sentence.state]} size={12} />
      <div class="incident-trace-words">
        <p>
          {host} <span class="muted">{REASONS[reason]}</span>
        </p>
        <p class="muted small">
          {METHOD_NAMES[method]} over IPv{family}, {localMoment(atMs, nowMs.peek())}: {sentence.text}
        </p>
      </div>
      <Button label={`Open the trace: ${what}`} onClick={() => openTrace(id)}>
        Open
      </Button>
    </li>
  );
}

/** The traces taken as it began, the healthy ones to compare them with, and a new one now. */
export function IncidentTraces({ incident }: { readonly incident: string }): JSX.Element {
  const linked = useSignal<readonly TraceSummary[]>([]);
  const trouble = useSignal<string | null>(null);
  useSignalEffect(() => {
    // Only to be told.
    void traceChanges.value;
    api.ask('traces', { incident }).then(
      (answer) => {
        linked.value = answer;
        trouble.value = null;
      },
      (error: unknown) => {
        trouble.value = reasonOf(error);
      },
    );
  });
  return (
    <section class="incident-traces" aria-label="Traces of this incident">
      <h3>Traces</h3>
      {trouble.value === null ? null : <p class="muted">{trouble.value}</p>}
      {linked.value.length === 0 ? null : (
        <ul>
          {linked.value.map((trace) => (
            <LinkedTrace key={trace.id} trace={trace} />
          ))}
        </ul>
      )}
      <div class="incident-trace-now">
        <TraceMenu />
      </div>
    </section>
  );
}
