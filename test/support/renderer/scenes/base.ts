import type { AppState, Light } from '../../../../main/contract/app-state.ts';
import type { NotedIncident } from '../../../../main/contract/contract.ts';
import type { HealthBySubject, Subject } from '../../../../main/domain/model/health.ts';
import type { IncidentClass } from '../../../../main/domain/model/incident.ts';
import { KINDS, type Kind } from '../../../../main/domain/model/kind.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { verdict } from '../../../../main/domain/words/verdict.ts';
import { BOUNDS } from '../../../../main/settings/bounds.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import type { Scene } from '../scene.ts';
import { NOT_ASKED, PROBES, WAYS } from './encapsulated.ts';
import { INSTALLED_HELPER } from './helper.ts';
import { METRICS_OFF, METRICS_TESTS } from './metrics.ts';
import { view } from './trace-parts.ts';

/** Saturday, 21 November 2026, 14:05:12 UTC. */
export const AT = Date.UTC(2026, 10, 21, 14, 5, 12);
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const NETWORK = 'wlan0 192.0.2.10 via 192.0.2.1';

export const GOOD: HealthBySubject = {
  icmp: 'good',
  ipv4: 'good',
  ipv6: 'good',
  dns: 'good',
  gateway: 'good',
};

export const GOOD_LIGHTS: readonly Light[] = [
  { subject: 'icmp', health: 'good', rttMs: 21.3, loss: 0 },
  { subject: 'ipv4', health: 'good', rttMs: 23.1, loss: 0 },
  { subject: 'ipv6', health: 'good', rttMs: 26.4, loss: 0 },
  { subject: 'dns', health: 'good', rttMs: 12.2, loss: 0 },
  { subject: 'gateway', health: 'good', rttMs: 1.14, loss: 0 },
];

/** Lights as usual, but for some. */
export const lightsBut = (others: Readonly<Partial<Record<Subject, Omit<Light, 'subject'>>>>): Light[] =>
  GOOD_LIGHTS.map((light) => ({ ...light, ...others[light.subject] }));

export const healthOf = (lights: readonly Light[]): HealthBySubject => ({
  ...GOOD,
  ...Object.fromEntries(lights.map(({ subject, health }) => [subject, health])),
});

export interface Happened {
  readonly class: IncidentClass;
  readonly sinceMs: number;
  /** Null: it goes on. */
  readonly untilMs: number | null;
  readonly failing: readonly Kind[];
  readonly lost: number;
  readonly sent: number;
  readonly health?: Partial<HealthBySubject>;
  readonly figure?: number;
  readonly note?: string;
  readonly end?: NotedIncident['end'];
}

export function incident(happened: Happened): NotedIncident {
  const { sinceMs, untilMs, failing, lost, sent, figure } = happened;
  return {
    id: `${happened.class}-${sinceMs}`,
    class: happened.class,
    sinceMs: wallMs(sinceMs),
    raisedMs: wallMs(sinceMs + 4 * SECOND),
    untilMs: untilMs === null ? null : wallMs(untilMs),
    end: happened.end ?? (untilMs === null ? null : 'recovered'),
    parent: null,
    evidence: {
      health: { ...GOOD, ...happened.health },
      failing,
      working: KINDS.filter((kind) => !failing.includes(kind)),
      lost,
      sent,
      ...(figure === undefined ? {} : { figure }),
    },
    network: '90fa5660e976edfd',
    networkLabel: NETWORK,
    note: happened.note ?? '',
  };
}

/** The words are the product's own, so that no scene says what the app would not. */
export function stateOf(overrides: Partial<AppState> = {}): AppState {
  const lights = overrides.lights ?? GOOD_LIGHTS;
  const open = overrides.open ?? [];
  const paused = (overrides.pause ?? null) !== null;
  const words = verdict({ health: healthOf(lights), open, nowMs: wallMs(AT), zone: 'UTC', paused });
  return {
    atMs: wallMs(AT),
    phase: 'running',
    tray: 'good',
    verdict: words,
    lights,
    network: NETWORK,
    mode: { icmp: 'helper', reason: '' },
    pause: null,
    open,
    quiet: { active: false, untilMs: null },
    history: { writing: true, reason: '', bytes: 41_300_000, setAside: null },
    advice: [],
    firstRun: false,
    version: '0.1.0',
    ...overrides,
  };
}

export const GOOD_SCENE: Scene = {
  state: stateOf(),
  incidents: [],
  gaps: [],
  notices: [],
  kinds: KINDS,
  measuredFromMs: AT - 200 * DAY,
  settings: {
    config: DEFAULT_CONFIG,
    defaults: DEFAULT_CONFIG,
    bounds: BOUNDS,
    file: '/home/you/.config/faultline/config.json',
    dataDirectory: '/home/you/.local/share/faultline',
    historyBytes: 41_300_000,
    canStartAtLogin: true,
  },
  destination: null,
  refused: {},
  pending: [],
  testDelivery: 'shown',
  exportFile: '/home/you/faultline-2026-11-21.csv',
  untraced: null,
  traceTargets: {
    anchors: ['1.1.1.1', '8.8.8.8', '2606:4700:4700::1111'],
    gateways: ['192.0.2.1'],
    recent: ['example.net', 'www.example.org'],
  },
  traces: [],
  keptTraces: [],
  startedTrace: view({ id: 'begun', reached: false }),
  startedBack: WAYS.backBegun,
  encapsulation: NOT_ASKED,
  helper: INSTALLED_HELPER,
  metrics: METRICS_OFF,
  metricsTests: METRICS_TESTS,
  startedPathProbe: PROBES.tracing,
  traceFile: '/home/you/trace-example.net-2026-11-21.json',
  openedTrace: null,
};
