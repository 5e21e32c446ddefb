import type { NotedIncident } from '../../../main/contract/contract.ts';
import { CLASS_WORDS } from '../../../main/domain/words/class-words.ts';
import { GAP_TEXTS } from '../../../main/domain/words/names.ts';
import { durationText } from '../../../main/domain/words/times.ts';
import { localMoment } from '../../components/local-time.ts';
import { onRangeKey, zoomTo } from '../range/actions.ts';
import { gaps, incidents, nowMs, selectedIncident, shownSpan } from '../store.ts';
import { placedGaps, placedIncidents, rangeAround } from './segments.ts';
import './timeline.css';

const percent = (value: number): string => `${value}%`;

function label(incident: NotedIncident): string {
  const since = localMoment(incident.sinceMs, nowMs.peek());
  const title = CLASS_WORDS[incident.class].title;
  if (incident.untilMs === null) return `${title} since ${since}`;
  return `${title}, ${since}, ${durationText(incident.untilMs - incident.sinceMs)}`;
}

function choose(incident: NotedIncident): void {
  selectedIncident.value = incident.id;
  const { fromMs, toMs } = rangeAround(incident, nowMs.peek());
  zoomTo(fromMs, toMs);
}

/** Incidents and gaps of the chosen range, left to right. */
export function Timeline() {
  const visible = shownSpan.value;
  const shown = placedIncidents(incidents.value ?? [], visible);
  const holes = placedGaps(gaps.value ?? [], visible);
  return (
    <section class="timeline" aria-label="Incidents and gaps in the time shown" onKeyDown={onRangeKey}>
      <ul class="timeline-strip">
        {holes.map(({ thing, left, width }) => (
          <li
            key={`${thing.reason}-${thing.fromMs}`}
            class="timeline-gap"
            style={{ left: percent(left), width: percent(width) }}
            title={`Not measured: ${GAP_TEXTS[thing.reason]}`}
          >
            <span class="unseen">Not measured: {GAP_TEXTS[thing.reason]}</span>
          </li>
        ))}
        {shown.map(({ thing, left, width }) => (
          <li key={thing.id} class="timeline-place" style={{ left: percent(left), width: percent(width) }}>
            <button
              type="button"
              class={`timeline-incident timeline-${CLASS_WORDS[thing.class].state}`}
              aria-pressed={selectedIncident.value === thing.id}
              aria-label={label(thing)}
              title={label(thing)}
              onClick={() => choose(thing)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <span class="unseen">No incident in this time.</span>}
    </section>
  );
}
