import type { Incident } from '../model/incident.ts';
import { CLASS_WORDS } from '../words/class-words.ts';
import { closedIncidentText, openIncidentText } from '../words/incident-text.ts';
import { listText } from '../words/names.ts';
import { countOf } from '../words/numbers.ts';
import { durationText } from '../words/times.ts';
import { lengthOf, type NoticeWords, type Reading } from './notice-text.ts';

/** An incident of which something was listed and not shown. */
export interface Missed {
  /** As it is now: open, or how it ended. */
  readonly incident: Incident;
  readonly tag: string;
  readonly why: 'quiet-hours' | 'cooldown';
}

/** What became part of a larger one that is told as well is not counted twice. */
export function digestIncidents(missed: readonly Missed[]): readonly Incident[] {
  const ids = new Set(missed.map(({ incident }) => incident.id));
  return missed
    .map(({ incident }) => incident)
    .filter(({ end, parent }) => end !== 'absorbed' || parent === null || !ids.has(parent));
}

/** How many, how long in all, the longest, of which classes, and what goes on. */
export function digestWords(missed: readonly Missed[], reading: Reading): NoticeWords {
  const told = digestIncidents(missed);
  const noun = told.every((incident) => CLASS_WORDS[incident.class].state === 'down') ? 'outage' : 'incident';
  const where = missed.every(({ why }) => why === 'quiet-hours') ? 'in your quiet hours' : 'not shown before';
  const all = missed.map(({ incident }) => incident);
  return { title: `${countOf(told.length, noun)} ${where}`, body: digestBody(told, all, reading) };
}

function digestBody(told: readonly Incident[], all: readonly Incident[], reading: Reading): string {
  const { nowMs, zone } = reading;
  const [first] = told;
  if (first !== undefined && told.length === 1) {
    return first.untilMs === null
      ? openIncidentText(first, nowMs, zone)
      : closedIncidentText(first, nowMs, zone);
  }
  const total = all.reduce((sum, incident) => sum + lengthOf(incident, nowMs), 0);
  const open = told.filter(({ untilMs }) => untilMs === null);
  return [
    `${durationText(total)} in all. ${longestText(all, nowMs)}`,
    ...open.map((incident) => openIncidentText(incident, nowMs, zone)),
    ...(open.length === 0 ? ['All are over.'] : []),
  ].join(' ');
}

function longestText(all: readonly Incident[], nowMs: number): string {
  const [longest] = [...all].sort((a, b) => lengthOf(b, nowMs) - lengthOf(a, nowMs));
  if (longest === undefined) return '';
  const title = (incident: Incident): string => CLASS_WORDS[incident.class].title;
  const others = new Set(all.map(title));
  others.delete(title(longest));
  const also = others.size === 0 ? '' : ` Also: ${listText([...others])}.`;
  return `The longest: ${title(longest)}, ${durationText(lengthOf(longest, nowMs))}.${also}`;
}
