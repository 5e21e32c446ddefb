import type { HealthBySubject } from './health.ts';
import type { Kind } from './kind.ts';
import type { WallMs } from './units.ts';

export const INCIDENT_CLASSES = [
  'local',
  'gateway',
  'captive-portal',
  'total',
  'ipv4-only',
  'ipv6-only',
  'icmp-only',
  'tcp-only',
  'dns',
  'degraded-loss',
  'degraded-latency',
] as const;
export type IncidentClass = (typeof INCIDENT_CLASSES)[number];

/** How an incident ended: seen to recover, taken over by its parent, or nobody was watching. */
export type IncidentEnd = 'recovered' | 'absorbed' | 'unknown';

/** What the verdict rests on, for people and for the provider. */
export interface Evidence {
  /** The lights at the moment of the raise. */
  readonly health: HealthBySubject;
  /** Kinds that failed and kinds that worked. */
  readonly failing: readonly Kind[];
  readonly working: readonly Kind[];
  /** Probes overdue or lost, of those sent, in the window that decided. */
  readonly lost: number;
  readonly sent: number;
  /** For degraded-*: the figure that crossed, with its unit in the name of the class (percent, ms). */
  readonly figure?: number;
}

export interface Incident {
  /** Unique for ever: made from the time of the cause and the class, e.g. `total-1732181000123`. */
  readonly id: string;
  readonly class: IncidentClass;
  /** When the fault began (first probe that failed), not when it was named. */
  readonly sinceMs: WallMs;
  /** When it was named. */
  readonly raisedMs: WallMs;
  /** Null while it goes on. */
  readonly untilMs: WallMs | null;
  readonly end: IncidentEnd | null;
  /** The incident that absorbed this one. */
  readonly parent: string | null;
  readonly evidence: Evidence;
  /** The network (see network.ts) it happened on. */
  readonly network: string;
}
