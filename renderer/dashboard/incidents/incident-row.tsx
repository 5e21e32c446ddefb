import { useComputed, useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { NotedIncident } from '../../../main/contract/contract.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { localAgo, localExact } from '../../components/local-time.ts';
import { StateShape } from '../../components/state-shape.tsx';
import { clearSelection, showIncident } from '../go.ts';
import { nowMs, selectedIncident, soughtIncident } from '../store.ts';
import { evidenceText } from './evidence-text.ts';
import { IncidentDetails } from './incident-details.tsx';
import { lengthText } from './incident-view.ts';

/** Only these two texts run with the clock. */
function Since({ atMs }: { readonly atMs: number }): JSX.Element {
  const text = useComputed(() => localAgo(atMs, nowMs.value));
  return <span title={localExact(atMs)}>{text}</span>;
}

function Length({ incident }: { readonly incident: NotedIncident }): JSX.Element {
  const text = useComputed(() => lengthText(incident, nowMs.value));
  return (
    <>
      {text}
      {incident.untilMs === null ? <span class="incident-open"> so far</span> : null}
    </>
  );
}

export function IncidentRow({ incident }: { readonly incident: NotedIncident }): JSX.Element {
  const selected = useComputed(() => selectedIncident.value === incident.id);
  const button = useRef<HTMLButtonElement>(null);
  const detailsId = `details-${incident.id}`;
  const { title, state } = CLASS_WORDS[incident.class];
  useSignalEffect(() => {
    if (soughtIncident.value !== incident.id) return;
    soughtIncident.value = null;
    button.current?.focus();
  });
  return (
    <>
      <tr class="incident" data-incident={incident.id} data-class={incident.class}>
        <td>
          <div class="incident-class">
            <StateShape state={state} />
            <button
              type="button"
              class="incident-select"
              ref={button}
              aria-expanded={selected.value ? 'true' : 'false'}
              aria-controls={selected.value ? detailsId : undefined}
              onClick={() => (selected.value ? clearSelection() : showIncident(incident))}
            >
              {title}
            </button>
          </div>
        </td>
        <td class="incident-since">
          <Since atMs={incident.sinceMs} />
        </td>
        <td class="incident-length">
          <Length key={incident.untilMs} incident={incident} />
        </td>
        <td class="incident-evidence">
          <span>{evidenceText(incident)}</span>
          {incident.note === '' ? null : <span class="incident-note">“{incident.note}”</span>}
        </td>
      </tr>
      {selected.value ? (
        <tr class="incident-more">
          <td colSpan={4} id={detailsId}>
            <IncidentDetails incident={incident} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
