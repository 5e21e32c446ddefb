import { CAPTIVE_PORTAL } from './captive-portal.ts';
import { DEGRADED_LATENCY } from './degraded-latency.ts';
import { DEGRADED_LOSS } from './degraded-loss.ts';
import { DNS } from './dns.ts';
import { GATEWAY } from './gateway.ts';
import { ICMP_ONLY } from './icmp-only.ts';
import type { IncidentRule } from './incident-class.ts';
import { IPV4_ONLY } from './ipv4-only.ts';
import { IPV6_ONLY } from './ipv6-only.ts';
import { LOCAL } from './local.ts';
import { TCP_ONLY } from './tcp-only.ts';
import { TOTAL } from './total.ts';

/** Every incident class, parents first. */
export const INCIDENT_RULES: readonly IncidentRule[] = [
  LOCAL,
  GATEWAY,
  CAPTIVE_PORTAL,
  TOTAL,
  IPV4_ONLY,
  IPV6_ONLY,
  ICMP_ONLY,
  TCP_ONLY,
  DNS,
  DEGRADED_LOSS,
  DEGRADED_LATENCY,
];
