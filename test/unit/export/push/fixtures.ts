import {
  INCIDENT_CLASSES,
  type Incident,
  type IncidentClass,
} from '../../../../main/domain/model/incident.ts';
import type { PushConfig } from '../../../../main/domain/model/metrics-config.ts';
import type { MonitorEvent } from '../../../../main/domain/model/monitor-event.ts';
import type { Sample } from '../../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../../main/domain/model/units.ts';
import type { Point } from '../../../../main/export/push/points/point.ts';

export const START_MS = 1_800_000_000_000;

export const PUSH: PushConfig = {
  enabled: true,
  url: 'http://127.0.0.1:1/api/v1/write',
  format: 'remote-write',
  token: '',
  user: '',
  password: '',
  queueMegabytes: 10,
  resendSeconds: 0,
};

export function sample(id: number, atMs: number, change: Partial<Sample> = {}): Sample {
  return {
    id,
    kind: 'icmp4',
    anchor: '192.0.2.1',
    sentWallMs: wallMs(START_MS + atMs),
    sentMonoMs: monoMs(atMs),
    outcome: 'reply',
    rttMs: 20,
    via: 'helper',
    ...change,
  };
}

export const sampled = (id: number, atMs: number, change: Partial<Sample> = {}): MonitorEvent => ({
  type: 'sample',
  sample: sample(id, atMs, change),
});

export const lost: Partial<Sample> = { outcome: 'lost', rttMs: null };

const HEALTH = { icmp: 'good', ipv4: 'good', ipv6: 'unavailable', dns: 'good', gateway: 'good' } as const;

export const healthAt = (
  atMs: number,
  health: 'good' | 'down' = 'good',
  previous: 'good' | 'down' = 'good',
): MonitorEvent => ({
  type: 'health',
  atMs: wallMs(START_MS + atMs),
  subject: 'icmp',
  health,
  previous,
  all: { ...HEALTH, icmp: health },
});

export function incident(
  of: IncidentClass,
  sinceMs: number,
  raisedMs: number,
  untilMs: number | null = null,
): Incident {
  return {
    id: `${of}-${sinceMs}`,
    class: of,
    sinceMs: wallMs(START_MS + sinceMs),
    raisedMs: wallMs(START_MS + raisedMs),
    untilMs: untilMs === null ? null : wallMs(START_MS + untilMs),
    end: untilMs === null ? null : 'recovered',
    parent: null,
    evidence: { health: HEALTH, failing: [], working: [], lost: 0, sent: 0 },
    network: 'net',
  };
}

export const point = (
  name: string,
  atMs: number,
  value: number,
  labels: Record<string, string> = {},
): Point => ({
  series: { name, labels },
  atMs: START_MS + atMs,
  value,
});

export const CLASS_COUNT = INCIDENT_CLASSES.length;
