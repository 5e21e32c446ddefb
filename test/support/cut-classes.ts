import type { IncidentClass } from '../../main/domain/model/incident.ts';
import type { Cut } from '../lab/net/home.ts';

/** What each cut of the home-like lab must be called. */
export const CUT_CLASSES: readonly { readonly cut: Cut; readonly class: IncidentClass }[] = [
  { cut: 'all', class: 'total' },
  { cut: 'ipv4', class: 'ipv4-only' },
  { cut: 'ipv6', class: 'ipv6-only' },
  { cut: 'icmp', class: 'icmp-only' },
  { cut: 'tcp', class: 'tcp-only' },
  { cut: 'dns', class: 'dns' },
  { cut: 'gateway', class: 'gateway' },
  { cut: 'link', class: 'local' },
  { cut: 'portal', class: 'captive-portal' },
];
