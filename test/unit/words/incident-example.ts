import type { HealthBySubject } from '../../../main/domain/model/health.ts';
import type { Incident, IncidentClass } from '../../../main/domain/model/incident.ts';
import { wallMs } from '../../../main/domain/model/units.ts';

export const ALL_GOOD: HealthBySubject = {
  icmp: 'good',
  ipv4: 'good',
  ipv6: 'good',
  dns: 'good',
  gateway: 'good',
};

/** 14:02 UTC on a Saturday. */
export const SINCE = wallMs(Date.parse('2026-11-21T14:02:00Z'));
export const NOW = wallMs(SINCE + 192_000);

export function incident(name: IncidentClass, change: Partial<Incident> = {}): Incident {
  return {
    id: `${name}-${SINCE}`,
    class: name,
    sinceMs: SINCE,
    raisedMs: wallMs(SINCE + 4000),
    untilMs: null,
    end: null,
    parent: null,
    evidence: { health: ALL_GOOD, failing: ['tcp4'], working: ['tcp6'], lost: 6, sent: 6 },
    network: 'n1',
    ...change,
  };
}
