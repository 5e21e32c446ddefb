import type { Incident, IncidentEnd } from '../model/incident.ts';
import { CLASS_WORDS } from './class-words.ts';
import { capitalized } from './names.ts';
import { durationText, momentText, spanTexts, type Zone } from './times.ts';

const END_TEXTS: Readonly<Record<IncidentEnd, string>> = {
  recovered: '',
  absorbed: ' A larger outage took over.',
  unknown: ' Nobody was watching when it ended.',
};

function figureText(incident: Incident): string {
  const words = CLASS_WORDS[incident.class].figure;
  const figure = incident.evidence.figure;
  return words === undefined || figure === undefined ? '' : `, ${words(figure)}`;
}

/** `IPv4 is down since 14:02 (3 min 12 s).` Wall times label it, so a clock set back reads as no time at all. */
export function openIncidentText(incident: Incident, nowMs: number, zone: Zone): string {
  const { now } = CLASS_WORDS[incident.class];
  const since = momentText(incident.sinceMs, nowMs, zone);
  const duration = durationText(nowMs - incident.sinceMs);
  return `${now} since ${since} (${duration}${figureText(incident)}).`;
}

/** `IPv4 was down from 14:02 to 14:20 (18 min).` and how it ended, if not plainly. */
export function closedIncidentText(incident: Incident, nowMs: number, zone: Zone): string {
  const untilMs = incident.untilMs ?? nowMs;
  const [from, to] = spanTexts(incident.sinceMs, untilMs, nowMs, zone);
  const duration = durationText(untilMs - incident.sinceMs);
  const end = incident.end === null ? '' : END_TEXTS[incident.end];
  const { past } = CLASS_WORDS[incident.class];
  return `${past} from ${from} to ${to} (${duration}${figureText(incident)}).${end}`;
}

/** `IPv4 was down from 14:02 until at least 14:20 (18 min).`: open when the last monitor ended, at `seenMs`. */
export function unwatchedIncidentText(incident: Incident, seenMs: number, nowMs: number, zone: Zone): string {
  const [from, to] = spanTexts(incident.sinceMs, seenMs, nowMs, zone);
  const duration = durationText(seenMs - incident.sinceMs);
  const { past } = CLASS_WORDS[incident.class];
  return `${past} from ${from} until at least ${to} (${duration}${figureText(incident)}). Nobody has watched since.`;
}

/** The whole story of one incident: the sentence, then what its evidence says. */
export function incidentText(incident: Incident, nowMs: number, zone: Zone): string {
  if (incident.untilMs !== null) return closedIncidentText(incident, nowMs, zone);
  const detail = CLASS_WORDS[incident.class].detail(incident.evidence.health, incident.evidence);
  return `${openIncidentText(incident, nowMs, zone)} ${capitalized(detail)}`;
}
