import type { Incident } from '../model/incident.ts';
import { CLASS_WORDS } from '../words/class-words.ts';
import { capitalized } from '../words/names.ts';
import { durationText, momentText, spanTexts, type Zone } from '../words/times.ts';

export interface NoticeWords {
  readonly title: string;
  readonly body: string;
}

/** Now, and where the reader's clock is. */
export interface Reading {
  readonly nowMs: number;
  readonly zone: Zone;
}

export const lengthOf = (incident: Incident, nowMs: number): number =>
  Math.max(0, (incident.untilMs ?? nowMs) - incident.sinceMs);

export function begunWords(incident: Incident, { nowMs, zone }: Reading): NoticeWords {
  const words = CLASS_WORDS[incident.class];
  const { evidence } = incident;
  const { figure, health } = evidence;
  const extent = words.figure === undefined || figure === undefined ? '' : `, ${words.figure(figure)}`;
  const since = momentText(incident.sinceMs, nowMs, zone);
  return {
    title: words.now,
    body: `Since ${since} (${durationText(lengthOf(incident, nowMs))}${extent}). ${capitalized(words.detail(health, evidence))}`,
  };
}

/** `IPv4 was down for 18 min`, `The internet was down for at least 3 h`. */
function lastedText(incident: Incident, nowMs: number): string {
  const about = incident.end === 'unknown' ? 'at least ' : '';
  return `${CLASS_WORDS[incident.class].past} for ${about}${durationText(lengthOf(incident, nowMs))}`;
}

/**
 * @param after what took its place and was over before anybody was told of it; null: nothing did.
 */
export function endedWords(incident: Incident, after: Incident | null, reading: Reading): NoticeWords {
  const { nowMs, zone } = reading;
  const [from, to] = spanTexts(incident.sinceMs, incident.untilMs ?? nowMs, nowMs, zone);
  return { title: lastedText(incident, nowMs), body: endedBody(incident, after, { from, to }, nowMs) };
}

function endedBody(
  incident: Incident,
  after: Incident | null,
  { from, to }: { readonly from: string; readonly to: string },
  nowMs: number,
): string {
  if (after !== null) {
    const unseen = after.end === 'unknown' ? 'nobody was watching when that ended' : 'both are over';
    return `It began at ${from}. ${lastedText(after, nowMs)} after it; ${unseen}.`;
  }
  switch (incident.end) {
    case 'absorbed':
      return `It began at ${from}. A larger outage took over at ${to}.`;
    case 'unknown':
      return `It began at ${from}. Nobody was watching when it ended, after ${to}.`;
    default:
      return `It began at ${from} and ended at ${to}.`;
  }
}

/** For a begin that an earlier run told and of which nothing else is known any more. */
export const forgottenWords = (begunTitle: string): NoticeWords => ({
  title: `${begunTitle}: no longer`,
  body: 'It ended while nobody was watching.',
});
