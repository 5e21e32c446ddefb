import type { AppState, Light } from '../../../../main/contract/app-state.ts';
import type { Health, Subject } from '../../../../main/domain/model/health.ts';
import type { Incident, IncidentClass } from '../../../../main/domain/model/incident.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';

/** 2026-11-21 14:05:12 UTC */
export const NOW = Date.UTC(2026, 10, 21, 14, 5, 12);

export const light = (
  subject: Subject,
  health: Health = 'good',
  rttMs: number | null = 21.4,
  loss: number | null = 0,
): Light => ({ subject, health, rttMs, loss });

export const QUIET_LIGHTS: readonly Light[] = [
  light('icmp'),
  light('ipv4', 'good', 24.2),
  light('ipv6', 'good', 26.1),
  light('dns', 'good', 12),
  light('gateway', 'good', 0.4),
];

export function incident(kind: IncidentClass, agoMs: number): Incident {
  return {
    id: `${kind}-${NOW - agoMs}`,
    class: kind,
    sinceMs: wallMs(NOW - agoMs),
    raisedMs: wallMs(NOW - agoMs + 4000),
    untilMs: null,
    end: null,
    parent: null,
    evidence: {
      health: { icmp: 'good', ipv4: 'down', ipv6: 'good', dns: 'good', gateway: 'good' },
      failing: ['tcp4'],
      working: ['icmp4', 'tcp6'],
      lost: 12,
      sent: 12,
    },
    network: 'eth0 192.0.2.10 via 192.0.2.1',
  };
}

export function appState(change: Partial<AppState> = {}): AppState {
  return {
    atMs: wallMs(NOW),
    phase: 'running',
    tray: 'good',
    verdict: { state: 'good', headline: 'All is well.', detail: '' },
    lights: QUIET_LIGHTS,
    network: 'eth0 192.0.2.10 via 192.0.2.1',
    mode: { icmp: 'helper', reason: '' },
    pause: null,
    open: [],
    quiet: { active: false, untilMs: null },
    history: null,
    advice: [],
    firstRun: false,
    version: '1.2.3',
    ...change,
  };
}
