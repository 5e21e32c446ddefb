import type { JSX } from 'preact';
import type { NotedIncident } from '../../../main/contract/contract.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { Button } from '../../components/button.tsx';
import { localExact } from '../../components/local-time.ts';
import { showIncident } from '../go.ts';
import { IncidentTraces } from '../traces/incident-traces.tsx';
import { lightsText } from './evidence-text.ts';
import { endText, networkOf } from './incident-view.ts';
import { NoteEditor } from './note-editor.tsx';

/** What is known of one incident, in full. */
export function IncidentDetails({ incident }: { readonly incident: NotedIncident }): JSX.Element {
  const { class: incidentClass, evidence, sinceMs, raisedMs, untilMs } = incident;
  const facts: readonly (readonly [string, string])[] = [
    ['Began', localExact(sinceMs)],
    ['Named', localExact(raisedMs)],
    [
      'Ended',
      untilMs === null
        ? 'goes on'
        : [localExact(untilMs), endText(incident)].filter((text) => text !== '').join('. '),
    ],
    ['Lights then', lightsText(incident)],
    ['Network', networkOf(incident)],
  ];
  return (
    <div class="incident-details">
      <div>
        <p class="incident-meaning">{CLASS_WORDS[incidentClass].detail(evidence.health, evidence)}</p>
        <dl class="incident-facts small">
          {facts.map(([name, fact]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{fact}</dd>
            </div>
          ))}
        </dl>
        <IncidentTraces incident={incident} />
        <Button look="quiet" onClick={() => showIncident(incident)}>
          Show its time in the charts
        </Button>
      </div>
      <NoteEditor incident={incident} />
    </div>
  );
}
