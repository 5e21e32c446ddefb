import type { Health, HealthBySubject, Subject } from '../model/health.ts';
import type { Kind } from '../model/kind.ts';
import type { IncidentRule } from './classes/incident-class.ts';
import type { Line } from './line/line.ts';
import { INTERNET_KINDS } from './line/view.ts';

/** The kinds a subject is judged from. */
const KINDS_OF: Readonly<Record<Subject, readonly Kind[]>> = {
  icmp: ['icmp4', 'icmp6'],
  ipv4: ['tcp4'],
  ipv6: ['tcp6'],
  dns: ['dns'],
  gateway: ['gateway'],
};

export const UNKNOWN_HEALTH: HealthBySubject = {
  icmp: 'unknown',
  ipv4: 'unknown',
  ipv6: 'unknown',
  dns: 'unknown',
  gateway: 'unknown',
};

interface OpenFault {
  readonly rule: IncidentRule;
  readonly failing: readonly Kind[];
}

export function judgeHealth(line: Line, open: OpenFault | null): HealthBySubject {
  const of = (subject: Subject): Health => judgeSubject(line, open, subject);
  return { icmp: of('icmp'), ipv4: of('ipv4'), ipv6: of('ipv6'), dns: of('dns'), gateway: of('gateway') };
}

function judgeSubject(line: Line, open: OpenFault | null, subject: Subject): Health {
  const kinds = KINDS_OF[subject].filter((kind) => line.status(kind) !== 'absent');
  if (kinds.length === 0) return 'unknown';
  // Without a network nothing is measured, but what worked here a moment ago is certainly down.
  if (open?.rule.class === 'local' && kinds.some((kind) => line.hasWorked(kind))) return 'down';
  const judged = kinds.filter((kind) => line.status(kind) !== 'unavailable');
  if (judged.length === 0) return 'unavailable';
  const known = judged.filter((kind) => line.status(kind) !== 'unknown');
  if (known.length === 0) return 'unknown';
  const down = known.filter((kind) => line.status(kind) === 'down');
  if (down.length === known.length) return isBypassed(line, subject) ? 'degraded' : 'down';
  const isAffected = open?.rule.gradual === true && known.some((kind) => open.failing.includes(kind));
  return down.length > 0 || isAffected ? 'degraded' : 'good';
}

/** A router that answers nothing while traffic passes through it is slow to answer, not down. */
const isBypassed = (line: Line, subject: Subject): boolean =>
  subject === 'gateway' && INTERNET_KINDS.some((kind) => line.status(kind) === 'working');
