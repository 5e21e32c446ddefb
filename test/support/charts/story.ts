import type { NotedIncident } from '../../../main/contract/contract.ts';
import type { Gap } from '../../../main/domain/model/gap.ts';
import type { Health, HealthBySubject } from '../../../main/domain/model/health.ts';
import type { IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Kind } from '../../../main/domain/model/kind.ts';
import { wallMs } from '../../../main/domain/model/units.ts';
import { lineWith } from './line.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The story's present: a Saturday afternoon. */
export const STORY_NOW = Date.UTC(2026, 10, 21, 15, 30, 0);

const at = (agoMs: number) => wallMs(STORY_NOW - agoMs);

const everything = (health: Health): HealthBySubject => ({
  icmp: health,
  ipv4: health,
  ipv6: health,
  dns: health,
  gateway: 'good',
});

function incident(
  kind: IncidentClass,
  agoMs: number,
  lengthMs: number,
  failing: readonly Kind[],
): NotedIncident {
  return {
    id: `${kind}-${STORY_NOW - agoMs}`,
    class: kind,
    sinceMs: at(agoMs),
    raisedMs: at(agoMs - 4000),
    untilMs: at(agoMs - lengthMs),
    end: 'recovered',
    parent: null,
    evidence: { health: everything('good'), failing, working: [], lost: 12, sent: 12 },
    network: '90fa5660e976edfd',
    networkLabel: 'eth0 192.0.2.10 via 192.0.2.1',
    note: '',
  };
}

const gap = (agoMs: number, lengthMs: number, reason: Gap['reason']): Gap => ({
  fromMs: at(agoMs),
  toMs: at(agoMs - lengthMs),
  reason,
});

const ALL: readonly Kind[] = ['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns'];

/** Most nights of three months the machine slept; now and then the line fell, too. */
const longAgo = Array.from({ length: 88 }, (_, day) => day + 1);

export const STORY = lineWith({
  sinceMs: STORY_NOW - 80 * DAY,
  gaps: [
    gap(13.4 * HOUR, 4.6 * HOUR, 'sleep'),
    gap(7.2 * HOUR, 12 * MINUTE, 'pause'),
    ...longAgo.filter((day) => day % 3 !== 0).map((day) => gap(day * DAY + 13 * HOUR, 5 * HOUR, 'sleep')),
    gap(41 * DAY, 3 * DAY, 'not-running'),
  ],
  incidents: [
    incident('ipv4-only', 88 * MINUTE, 18 * MINUTE, ['tcp4']),
    { ...incident('degraded-loss', 5 * HOUR, 25 * MINUTE, []), end: 'absorbed' },
    incident('total', 11 * MINUTE, 40_000, ALL),
    ...longAgo
      .filter((day) => day % 9 === 0)
      .map((day) => incident('total', day * DAY + 4 * HOUR, (day % 5) * 9 * MINUTE + 20_000, ALL)),
    incident('ipv6-only', 12 * DAY, 7 * HOUR, ['tcp6', 'icmp6']),
    incident('degraded-latency', 30 * DAY, 20 * HOUR, []),
  ],
});
