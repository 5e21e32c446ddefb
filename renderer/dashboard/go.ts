import { batch } from '@preact/signals';
import type { Api, Destination } from '../../main/contract/contract.ts';
import type { Incident } from '../../main/domain/model/incident.ts';
import { attempt, say } from '../components/feedback/toasts.ts';
import { rangeAfter } from './range/range.ts';
import { incidents, isListed, nowMs, range, selectedIncident, soughtIncident, tab, zooms } from './store.ts';
import { rangeAround } from './timeline/segments.ts';

/** Selects an incident and shows its time, with some of what was before and after. */
export function showIncident(incident: Incident): void {
  const { fromMs, toMs } = rangeAround(incident, nowMs.peek());
  batch(() => {
    selectedIncident.value = incident.id;
    tab.value = 'incidents';
    const next = rangeAfter(range.peek(), { type: 'zoom', fromMs, toMs }, nowMs.peek());
    if (isListed(incident.id)) zooms.add(next.current);
    range.value = next;
  });
}

export function clearSelection(): void {
  selectedIncident.value = null;
}

async function findIncident(api: Api, id: string): Promise<Incident | undefined> {
  const known = incidents.peek()?.find((incident) => incident.id === id);
  if (known !== undefined) return known;
  const all = await api.ask('incidents', { limit: 1000 });
  return all.find((incident) => incident.id === id);
}

/** Where a notice or the tray leads. */
export async function go(api: Api, destination: Destination): Promise<void> {
  if (destination.tab !== null) tab.value = destination.tab;
  const { incident: id } = destination;
  if (id === null) return;
  await attempt(async () => {
    const found = await findIncident(api, id);
    if (found === undefined) say('trouble', 'This incident is no longer in the history.');
    else {
      soughtIncident.value = found.id;
      showIncident(found);
    }
  });
}
