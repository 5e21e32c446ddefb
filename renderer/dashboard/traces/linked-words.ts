import type { IncidentClass } from '../../../main/domain/model/incident.ts';
import type { TraceReason } from '../../../main/domain/model/trace.ts';
import { isWatched } from '../../../main/domain/trace/schedule/watch-policy.ts';

/**
 * What a trace in an incident's list is to it. Traces that somebody asked for are in it only when those of the onset
 * were compared with them, so that all the others are the healthy path.
 */
export function linkedWords(reason: TraceReason, incidentClass: IncidentClass): string {
  if (reason !== 'incident') return 'while all was well';
  return isWatched(incidentClass) ? 'watched as it went on' : 'as it began';
}
