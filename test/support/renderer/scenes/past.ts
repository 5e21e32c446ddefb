import type { Gap } from '../../../../main/domain/model/gap.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import type { Notice } from '../../../../main/domain/notices/types.ts';
import { AT, DAY, HOUR, incident, MINUTE, SECOND } from './base.ts';

/** What this line has been through. Newest first. */
export const PAST_INCIDENTS = [
  incident({
    class: 'degraded-loss',
    sinceMs: AT - 41 * MINUTE,
    untilMs: AT - 33 * MINUTE,
    failing: ['tcp4', 'icmp4'],
    lost: 34,
    sent: 280,
    figure: 12.1,
    health: { ipv4: 'degraded', icmp: 'degraded' },
  }),
  incident({
    class: 'ipv4-only',
    sinceMs: AT - 3 * HOUR - 18 * MINUTE,
    untilMs: AT - 3 * HOUR,
    failing: ['tcp4', 'icmp4'],
    lost: 30,
    sent: 30,
    health: { ipv4: 'down' },
    note: 'Called the provider, ticket 4711: "nothing known".',
  }),
  incident({
    class: 'icmp-only',
    sinceMs: AT - 9 * HOUR,
    untilMs: AT - 9 * HOUR + 6 * MINUTE + 40 * SECOND,
    failing: ['icmp4', 'icmp6'],
    lost: 28,
    sent: 28,
    health: { icmp: 'down' },
  }),
  incident({
    class: 'total',
    sinceMs: AT - DAY - 2 * HOUR,
    untilMs: AT - DAY - 2 * HOUR + 27 * MINUTE,
    failing: ['icmp4', 'icmp6', 'tcp4', 'tcp6', 'dns'],
    lost: 45,
    sent: 45,
    health: { icmp: 'down', ipv4: 'down', ipv6: 'down', dns: 'down' },
    note: 'The road works next door hit the cable.',
  }),
  incident({
    class: 'dns',
    sinceMs: AT - 4 * DAY,
    untilMs: AT - 4 * DAY + 2 * MINUTE,
    failing: ['dns'],
    lost: 9,
    sent: 9,
    health: { dns: 'down' },
    end: 'unknown',
  }),
  incident({
    class: 'degraded-latency',
    sinceMs: AT - 6 * DAY,
    untilMs: AT - 6 * DAY + 50 * MINUTE,
    failing: ['tcp4', 'tcp6', 'icmp4', 'icmp6'],
    lost: 2,
    sent: 300,
    figure: 184,
    health: { icmp: 'degraded', ipv4: 'degraded', ipv6: 'degraded' },
  }),
] as const;

export const PAST_GAPS: readonly Gap[] = [
  { fromMs: wallMs(AT - 24 * MINUTE), toMs: wallMs(AT - 19 * MINUTE), reason: 'sleep' },
  { fromMs: wallMs(AT - 16 * HOUR), toMs: wallMs(AT - 9 * HOUR - 40 * MINUTE), reason: 'sleep' },
  { fromMs: wallMs(AT - 5 * DAY), toMs: wallMs(AT - 5 * DAY + 9 * HOUR), reason: 'not-running' },
];

const [loss, ipv4, icmp, total] = PAST_INCIDENTS;

/** One of each kind and of each reason. Newest first. */
export const PAST_NOTICES: readonly Notice[] = [
  {
    id: `${loss.id}:ended`,
    kind: 'ended',
    incident: loss.id,
    atMs: wallMs(AT - 33 * MINUTE),
    title: 'Packets got lost for 8 min',
    body: 'It began at 13:24 and ended at 13:32.',
    delivery: 'shown',
  },
  {
    id: `${loss.id}:begun`,
    kind: 'begun',
    incident: loss.id,
    atMs: wallMs(AT - 40 * MINUTE),
    title: 'Packets get lost',
    body: 'Since 13:24 (41 s, 12 % lost). The line works, but pages stall and calls break up.',
    delivery: 'shown',
  },
  {
    id: `${ipv4.id}:begun`,
    kind: 'begun',
    incident: ipv4.id,
    atMs: wallMs(AT - 3 * HOUR - 17 * MINUTE),
    title: 'IPv4 is down',
    body: 'Since 10:47 (10 s). IPv6 and ping work, your router answers: probably your provider.',
    delivery: 'failed',
  },
  {
    id: 'digest-1',
    kind: 'digest',
    incident: null,
    atMs: wallMs(AT - 7 * HOUR),
    title: 'While it was quiet: 1 incident',
    body: 'Ping was down from 05:05 to 05:11 (6 min 40 s).',
    delivery: 'shown',
  },
  {
    id: `${icmp.id}:begun`,
    kind: 'begun',
    incident: icmp.id,
    atMs: wallMs(AT - 9 * HOUR + 10 * SECOND),
    title: 'Ping is down',
    body: 'Since 05:05 (10 s). IPv4 and IPv6 work: probably a filter or a fault on the way, pages still load.',
    delivery: 'quiet-hours',
  },
  {
    id: `${total.id}:ended`,
    kind: 'ended',
    incident: total.id,
    atMs: wallMs(AT - DAY - 2 * HOUR + 27 * MINUTE),
    title: 'The internet was down for 27 min',
    body: 'It began at 2026-11-20 12:05 and ended at 2026-11-20 12:32.',
    delivery: 'shown',
  },
  {
    id: 'message-history',
    kind: 'message',
    incident: null,
    atMs: wallMs(AT - 5 * DAY),
    title: 'The history was damaged',
    body: 'It was set aside, and a new one was begun.',
    delivery: 'muted',
  },
];
