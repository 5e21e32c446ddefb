import type { Kind } from '../../../main/domain/model/kind.ts';

/** One chart of the dashboard. With several kinds the user chooses between those that have something to show. */
export interface PanelSpec {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly kinds: readonly Kind[];
}

export const MAIN_PANELS: readonly PanelSpec[] = [
  { id: 'icmp', title: 'ICMP', what: 'ping round trip', kinds: ['icmp4', 'icmp6'] },
  { id: 'ipv4', title: 'IPv4', what: 'TCP connect time', kinds: ['tcp4'] },
  { id: 'ipv6', title: 'IPv6', what: 'TCP connect time', kinds: ['tcp6'] },
];

/** Folded at first: the lights tell most of what it has to say. */
export const FOLDED_PANEL: PanelSpec = {
  id: 'near',
  title: 'DNS and router',
  what: 'time to answer',
  kinds: ['dns', 'gateway'],
};

export const CHOICE_NAMES: Readonly<Record<Kind, string>> = {
  icmp4: 'over IPv4',
  icmp6: 'over IPv6',
  tcp4: 'IPv4',
  tcp6: 'IPv6',
  dns: 'DNS',
  gateway: 'Router',
};

export const kindsOf = (panels: readonly PanelSpec[]): readonly Kind[] =>
  panels.flatMap(({ kinds }) => kinds);
