import type { Health, HealthBySubject, Subject } from '../model/health.ts';
import type { IncidentClass } from '../model/incident.ts';
import { millisecondsText, percentText } from './numbers.ts';
import { alsoDown, beyondRouter, type Proof, reading, routerAnswers, whatWorks } from './what-works.ts';

/** How one class of incident is told. */
export interface ClassWords {
  /** For a list or a legend. */
  readonly title: string;
  /** Goes on with `since 14:02 (3 min 12 s).` */
  readonly now: string;
  /** Goes on with `from 14:02 to 14:20 (18 min).` */
  readonly past: string;
  /** Of the whole line, while it is open. */
  readonly state: Extract<Health, 'degraded' | 'down'>;
  /** What else works, and whose side it is probably on; never blame that the lights don't bear out. */
  readonly detail: (health: HealthBySubject, proof: Proof) => string;
  /** The figure that crossed, in words. */
  readonly figure?: (value: number) => string;
}

const degradedSide = (health: HealthBySubject, what: string): string =>
  routerAnswers(health)
    ? reading([what, alsoDown(health), 'your router answers'], 'probably beyond it')
    : reading([what, alsoDown(health)], 'cannot tell yet where');

const oneFamilySide =
  (other: Subject) =>
  (health: HealthBySubject, proof: Proof): string =>
    beyondRouter(health, [whatWorks(health, [other, 'icmp'], proof), alsoDown(health)]);

export const CLASS_WORDS: Readonly<Record<IncidentClass, ClassWords>> = {
  local: {
    title: 'No network',
    now: 'This machine is offline',
    past: 'This machine was offline',
    state: 'down',
    detail: () => 'It has no link or no default route: check the cable, the Wi-Fi or the flight mode.',
  },
  gateway: {
    title: 'Router silent',
    now: 'Your router is silent',
    past: 'Your router was silent',
    state: 'down',
    detail: () => 'Nothing behind it answers either: probably the router or the link to it.',
  },
  'captive-portal': {
    title: 'Sign-in page',
    now: 'This network waits for a sign-in',
    past: 'This network waited for a sign-in',
    state: 'degraded',
    detail: () => 'It answers in place of the internet: open any page in a browser to sign in.',
  },
  total: {
    title: 'Everything down',
    now: 'The internet is down',
    past: 'The internet was down',
    state: 'down',
    detail: (health) => beyondRouter(health, []),
  },
  'ipv4-only': {
    title: 'IPv4 down',
    now: 'IPv4 is down',
    past: 'IPv4 was down',
    state: 'down',
    detail: oneFamilySide('ipv6'),
  },
  'ipv6-only': {
    title: 'IPv6 down',
    now: 'IPv6 is down',
    past: 'IPv6 was down',
    state: 'down',
    detail: oneFamilySide('ipv4'),
  },
  'icmp-only': {
    title: 'Ping down',
    now: 'Ping is down',
    past: 'Ping was down',
    state: 'down',
    detail: (health, proof) =>
      reading(
        [whatWorks(health, ['ipv4', 'ipv6'], proof), alsoDown(health)],
        `probably a filter or a fault on the way${health.dns === 'down' ? '' : ', pages still load'}`,
      ),
  },
  'tcp-only': {
    title: 'Connections down',
    now: 'TCP connections are failing',
    past: 'TCP connections were failing',
    state: 'down',
    detail: (health, proof) =>
      reading(
        [whatWorks(health, ['icmp'], proof), alsoDown(health)],
        'probably a firewall or an address translator on the way',
      ),
  },
  dns: {
    title: 'DNS down',
    now: 'Names are not found',
    past: 'Names were not found',
    state: 'down',
    detail: (health, proof) =>
      reading([whatWorks(health, ['ipv4', 'ipv6', 'icmp'], proof)], 'probably the DNS server'),
  },
  'degraded-loss': {
    title: 'Packet loss',
    now: 'Packets get lost',
    past: 'Packets got lost',
    state: 'degraded',
    detail: (health) => degradedSide(health, 'the line works, but pages stall and calls break up'),
    figure: (percent) => `${percentText(percent / 100)} lost`,
  },
  'degraded-latency': {
    title: 'Slow answers',
    now: 'Answers are slow',
    past: 'Answers were slow',
    state: 'degraded',
    detail: (health) => degradedSide(health, 'the line works, but everything waits'),
    figure: (ms) => `${millisecondsText(ms)} a round trip`,
  },
};
