import type { Health, HealthBySubject } from '../../../domain/model/health.ts';
import { SUBJECTS } from '../../../domain/model/health.ts';
import { INCIDENT_CLASSES, type IncidentClass } from '../../../domain/model/incident.ts';
import { isEvidence, isReachable, type Sample } from '../../../domain/model/sample.ts';
import type { SeriesLabels } from '../../series-bound.ts';
import { counted, type Figure, gauge, timeGauge, timing } from '../figure.ts';
import { safeAnchor, safePart } from './safe-part.ts';
import type { NameSet } from './types.ts';

/** A light as a number: the higher the better, and no sign (see `Figure`). */
export const HEALTH_VALUE: Readonly<Record<Health, number>> = {
  unknown: 0,
  unavailable: 1,
  down: 2,
  degraded: 3,
  good: 4,
};

function outcomeFigures(name: string, { outcome, rttMs }: Sample): readonly Figure[] {
  if (!isEvidence(outcome)) return [counted(`${name}.error`)];
  const figures = [counted(`${name}.sent`)];
  if (!isReachable(outcome)) figures.push(counted(`${name}.lost`));
  if (outcome === 'late') figures.push(counted(`${name}.late`));
  if (rttMs !== null) figures.push(timing(`${name}.rtt`, rttMs), timeGauge(`${name}.rtt`, rttMs));
  return figures;
}

/** `faultline.<machine>.<kind>.<anchor>.{rtt,sent,lost,late,error}`, the lights and the incidents. */
export function faultlineNames(machine: string): NameSet {
  const root = `faultline.${safePart(machine)}`;
  return {
    sample: (sample: Sample, { kind, anchor }: SeriesLabels) =>
      outcomeFigures(`${root}.${kind}.${safeAnchor(anchor)}`, sample),
    health: (all: HealthBySubject) =>
      SUBJECTS.map((subject) => gauge(`${root}.health.${subject}`, HEALTH_VALUE[all[subject]])),
    incidents: (active: ReadonlySet<IncidentClass>) =>
      INCIDENT_CLASSES.map((name) => gauge(`${root}.incident.${name}`, active.has(name) ? 1 : 0)),
  };
}

/** The figure that a test by hand sends. */
export const testName = (machine: string): string => `faultline.${safePart(machine)}.test`;
