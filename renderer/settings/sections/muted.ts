import { INCIDENT_CLASSES, type IncidentClass } from '../../../main/domain/model/incident.ts';

/** The muted classes after one of them was changed, in the order that people see. */
export const withMuted = (
  muted: readonly IncidentClass[],
  changed: IncidentClass,
  isMuted: boolean,
): readonly IncidentClass[] =>
  INCIDENT_CLASSES.filter((one) => (one === changed ? isMuted : muted.includes(one)));
