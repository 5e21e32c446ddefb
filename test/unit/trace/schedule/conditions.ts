import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import type { HealthBySubject } from '../../../../main/domain/model/health.ts';
import type { Incident } from '../../../../main/domain/model/incident.ts';
import type { Network } from '../../../../main/domain/model/network.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { TraceConditions } from '../../../../main/domain/trace/schedule/types.ts';

export const HOME: Network = {
  id: 'home',
  label: 'eth0 192.0.2.10 via 192.0.2.1',
  ipv4: true,
  ipv6: true,
  gateway4: '192.0.2.1',
  gateway6: 'fe80::1%eth0',
};

export const ANCHORS: readonly Anchor[] = [
  { kind: 'icmp4', address: '198.51.100.1' },
  { kind: 'icmp4', address: '198.51.100.2' },
  { kind: 'tcp4', address: '198.51.100.7', port: 443 },
  { kind: 'icmp6', address: '2001:db8::1' },
  { kind: 'tcp6', address: '2001:db8::1', port: 443 },
];

export const WELL: HealthBySubject = {
  icmp: 'good',
  ipv4: 'good',
  ipv6: 'good',
  dns: 'good',
  gateway: 'good',
};

export const conditions = (change: Partial<TraceConditions> = {}): TraceConditions => ({
  network: HOME,
  health: WELL,
  anchors: ANCHORS,
  able: true,
  calm: true,
  watched: new Set(),
  ...change,
});

export const raisedIncident = (change: Partial<Incident> = {}): Incident => ({
  id: 'ipv4-only-1',
  class: 'ipv4-only',
  sinceMs: wallMs(1_767_225_600_000),
  raisedMs: wallMs(1_767_225_604_000),
  untilMs: null,
  end: null,
  parent: null,
  network: 'home',
  evidence: { health: WELL, failing: ['tcp4'], working: ['icmp4', 'tcp6'], lost: 6, sent: 6 },
  ...change,
});
