import type { GapReason } from '../model/gap.ts';
import type { Health, Subject } from '../model/health.ts';
import type { Kind } from '../model/kind.ts';
import type { ExporterName } from '../model/metrics-state.ts';
import type { Outcome } from '../model/sample.ts';
import type { TraceMethod } from '../model/trace.ts';

/** What each light is called. */
export const SUBJECT_NAMES: Readonly<Record<Subject, string>> = {
  icmp: 'ICMP',
  ipv4: 'IPv4',
  ipv6: 'IPv6',
  dns: 'DNS',
  gateway: 'Router',
};

/** One line for whoever does not know the word. */
export const SUBJECT_EXPLANATIONS: Readonly<Record<Subject, string>> = {
  icmp: 'Ping: the small echo packets that most machines answer.',
  ipv4: 'Connections to addresses such as 192.0.2.1, which most of the internet still needs.',
  ipv6: 'Connections to addresses such as 2001:db8::1, the newer half of the internet.',
  dns: 'Turning names such as example.com into addresses.',
  gateway: 'The router on your side of the line, the first machine that every packet passes.',
};

export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  icmp4: 'ping over IPv4',
  icmp6: 'ping over IPv6',
  tcp4: 'TCP over IPv4',
  tcp6: 'TCP over IPv6',
  dns: 'DNS',
  gateway: 'router',
};

export const METHOD_NAMES: Readonly<Record<TraceMethod, string>> = { udp: 'UDP', icmp: 'ICMP', tcp: 'TCP' };

export const HEALTH_NAMES: Readonly<Record<Health, string>> = {
  good: 'good',
  degraded: 'degraded',
  down: 'down',
  unavailable: 'not available here',
  unknown: 'not known yet',
};

export const EXPORTER_NAMES: Readonly<Record<ExporterName, string>> = {
  statsd: 'StatsD',
  prometheus: 'Prometheus',
  push: 'Push',
};

/** Of every light during a pause, whatever was known before. */
export const NOT_MEASURED = 'not measured now';

export const GAP_TEXTS: Readonly<Record<GapReason, string>> = {
  sleep: 'the machine slept',
  pause: 'monitoring was paused',
  'not-running': 'Faultline was not running',
  'clock-jump': 'the clock was set',
  'network-change': 'the network changed',
  stall: 'the machine was too busy to measure',
};

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  reply: 'answered',
  late: 'answered late',
  lost: 'lost',
  refused: 'refused, so the path works',
  unreachable: 'unreachable',
  error: 'not sent',
  suspect: 'not counted',
};

/** `a`, `a and b`, `a, b and c`. */
export function listText(items: readonly string[]): string {
  if (items.length <= 1) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
