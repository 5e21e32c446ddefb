import type { Incident } from '../../domain/model/incident.ts';
import { incidentText } from '../../domain/words/incident-text.ts';
import { isoTime, isoTimeOrNull } from '../json-time.ts';

/** An incident as every command prints it. Durations are of wall time, and never negative. */
export function incidentJson(incident: Incident, nowMs: number) {
  return {
    id: incident.id,
    class: incident.class,
    since: isoTime(incident.sinceMs),
    raised: isoTime(incident.raisedMs),
    until: isoTimeOrNull(incident.untilMs),
    durationMs:
      incident.untilMs === null ? null : Math.round(Math.max(0, incident.untilMs - incident.sinceMs)),
    end: incident.end,
    parent: incident.parent,
    network: incident.network,
    evidence: incident.evidence,
    text: incidentText(incident, nowMs, undefined),
  };
}
