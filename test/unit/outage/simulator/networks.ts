import type { Kind } from '../../../../main/domain/model/kind.ts';
import type { Network } from '../../../../main/domain/model/network.ts';
import type { KindAnchor } from '../../../../main/domain/outage/types.ts';

export const HOME: Network = {
  id: 'home',
  label: 'eth0 192.0.2.10 via 192.0.2.1',
  ipv4: true,
  ipv6: true,
  gateway4: '192.0.2.1',
  gateway6: 'fe80::1%eth0',
};

export const HOME_V4: Network = { ...HOME, id: 'home-v4', ipv6: false, gateway6: null };

export const VPN: Network = {
  id: 'vpn',
  label: 'tun0 198.51.100.7',
  ipv4: true,
  ipv6: true,
  gateway4: '198.51.100.1',
  gateway6: 'fe80::1%eth0',
};

const V4 = ['203.0.113.1', '203.0.113.2', '203.0.113.3'];
const V6 = ['2001:db8::1', '2001:db8::2', '2001:db8::3'];

const each = (kind: Kind, anchors: readonly string[]): readonly KindAnchor[] =>
  anchors.map((anchor) => ({ kind, anchor }));

export const ICMP4 = each('icmp4', V4);
export const ICMP6 = each('icmp6', V6);
export const TCP4 = each(
  'tcp4',
  V4.map((address) => `${address}:443`),
);
export const TCP6 = each(
  'tcp6',
  V6.map((address) => `[${address}]:443`),
);
export const RESOLVERS = each('dns', ['192.0.2.1:53', '203.0.113.53:53']);
export const GATEWAY = each('gateway', ['192.0.2.1']);

export const ALL_ANCHORS: readonly KindAnchor[] = [
  ...ICMP4,
  ...ICMP6,
  ...TCP4,
  ...TCP6,
  ...RESOLVERS,
  ...GATEWAY,
];
