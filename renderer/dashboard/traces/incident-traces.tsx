import { useSignal, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import type { Incident, IncidentClass } from '../../../main/domain/model/incident.ts';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { api } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { reasonOf } from '../../components/feedback/toasts.ts';
import { localExactMoment } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { openTrace } from '../../components/traces/open-trace.ts';
import { METHOD_NAMES, SENTENCE_SHAPES } from '../../components/traces/summary-text.ts';
import { nowMs } from '../store.ts';
import { linkedWords } from './linked-words.ts';
import { TraceMenu } from './trace-menu.tsx';
import { traceChanges } from './trace-store.ts';
import { UNTRACED_WORDS } from './untraced-words.ts';

interface LinkedTraceProps {
  readonly trace: TraceSummary;
  readonly incidentClass: IncidentClass;
}

function LinkedTrace({ trace, incidentClass }: LinkedTraceProps): JSX.Element {
  const { id, host, atMs, family, method, reason, sentence } = trace;
  const words = linkedWords(reason, incidentClass);
  return (
    <li class="incident-trace" data-trace={id}>
      <StateShape state={SENTENCE_SHAPES[sentence.state]} size={12} />
      <div class="incident-trace-words">
        <p>
          {host} <span class="muted">{words}</span>
        </p>
        <p class="muted small">
          {METHOD_NAMES[method]} over IPv{family}, {localExactMoment(atMs, nowMs.peek())}: {sentence.text}
        </p>
      </div>
      <Button label={`Open the trace: ${host}, ${words}`} onClick={() => openTrace(id)}>
        Open
      </Button>
    </li>
  );
}

/** Null where nothing is known, and where it can't be asked: the traces are what the section is about. */
async function untracedWords(incident: string): Promise<string | null> {
  const why = await api.ask('untraced', { incident }).catch(() => null);
  return why === null ? null : UNTRACED_WORDS[why];
}

/** The traces taken of it, the healthy ones to compare them with, and a new one now. */
export function IncidentTraces({ incident }: { readonly incident: Incident }): JSX.Element {
  const { id, class: incidentClass } = incident;
  const linked = useSignal<readonly TraceSummary[]>([]);
  const untraced = useSignal<string | null>(null);
  const trouble = useSignal<string | null>(null);
  useSignalEffect(() => {
    // Only to be told.
    void traceChanges.value;
    Promise.all([api.ask('traces', { incident: id }), untracedWords(id)]).then(
      ([answer, words]) => {
        linked.value = answer;
        untraced.value = words;
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
      {untraced.value === null ? null : <p class="muted small">{untraced.value}</p>}
      {linked.value.length === 0 ? null : (
        <ul>
          {linked.value.map((trace) => (
            <LinkedTrace key={trace.id} trace={trace} incidentClass={incidentClass} />
          ))}
        </ul>
      )}
      <div class="incident-trace-now">
        <TraceMenu />
      </div>
    </section>
  );
}
