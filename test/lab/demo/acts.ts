import type { IncidentClass } from '../../../main/domain/model/incident.ts';
import type { Cut } from '../net/home.ts';

/** One fault of the play, and what Faultline should make of it. */
export interface Act {
  readonly cut: Cut;
  readonly told: string;
  readonly expected: IncidentClass;
}

export const ACTS: readonly Act[] = [
  {
    cut: 'ipv4',
    told: 'IPv4 stops between the router and the provider; IPv6 goes on.',
    expected: 'ipv4-only',
  },
  {
    cut: 'ipv6',
    told: 'IPv6 stops; IPv4 goes on.',
    expected: 'ipv6-only',
  },
  {
    cut: 'icmp',
    told: 'Ping (ICMP) stops; pages would still load.',
    expected: 'icmp-only',
  },
  {
    cut: 'all',
    told: 'The line to the provider is dead; the router at home still answers.',
    expected: 'total',
  },
];
