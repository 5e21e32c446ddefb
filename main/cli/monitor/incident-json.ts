import type { Incident } from '../../domain/model/incident.ts';
import { incidentText, unwatchedIncidentText } from '../../domain/words/incident-text.ts';
import { isoTime, isoTimeOrNull } from '../json-time.ts';

/**
 * An incident as every command prints it. Durations are of wall time, and never negative. `seenMs`: when it was last
 * watched, for one that no monitor watches any more.
 */
export function incidentJson(incident: Incident, nowMs: number, seenMs: number | null = null) {
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
    text:
      incident.untilMs === null && seenMs !== null
        ? unwatchedIncidentText(incident, seenMs, nowMs, undefined)
        : incidentText(incident, nowMs, undefined),
  };
}
