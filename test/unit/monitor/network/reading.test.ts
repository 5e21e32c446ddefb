import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { NO_NETWORK } from '../../../../main/domain/model/network.ts';
import { routesByAddresses } from '../../../../main/monitor/network/by-addresses.ts';
import { linuxNetwork } from '../../../../main/monitor/network/linux.ts';
import {
  type DefaultRoute,
  describeNetwork,
  type Interfaces,
} from '../../../../main/monitor/network/reading.ts';

const common = { netmask: '', mac: '02:00:00:00:00:01', internal: false };
const v4 = (address: string, prefix = 24): NetworkInterfaceInfo => ({
  ...common,
  family: 'IPv4',
  address,
  cidr: `${address}/${prefix}`,
});
const v6 = (address: string): NetworkInterfaceInfo => ({
  ...common,
  family: 'IPv6',
  address,
  cidr: `${address}/64`,
  scopeid: 0,
});
const way = (family: 4 | 6, device: string, gateway: string | null, metric = 100): DefaultRoute => ({
  family,
  device,
  gateway,
  metric,
  isHalf: false,
});

const HOME: Interfaces = { eth0: [v4('192.168.1.10'), v6('2001:db8:1::10'), v6('fe80::10')] };
const ROUTES = [way(4, 'eth0', '192.168.1.1'), way(6, 'eth0', 'fe80::1')];
const home = describeNetwork(ROUTES, HOME, []);
const withHome = (infos: readonly NetworkInterfaceInfo[]) =>
  describeNetwork(ROUTES, { eth0: [...infos] }, []);

describe('network', () => {
  test('what it is, for people and for the gateway probe', () => {
    expect(home.network).toEqual({
      id: expect.stringMatching(/^[\da-f]{16}$/),
      label: 'eth0 192.168.1.10 via 192.168.1.1',
      ipv4: true,
      ipv6: true,
      gateway4: '192.168.1.1',
      gateway6: 'fe80::1%eth0',
    });
  });

  test('the same look twice is the same network, in whatever order the kernel tells it', () => {
    const again = describeNetwork([...ROUTES].reverse(), { eth0: [...(HOME['eth0'] ?? [])].reverse() }, []);
    expect(again).toEqual(home);
  });

  test('IPv6 only', () => {
    const only6 = describeNetwork([way(6, 'eth0', '2001:db8::1')], { eth0: [v6('2001:db8:1::10')] }, []);
    expect(only6.network).toMatchObject({
      label: 'eth0 2001:db8:1::10 via 2001:db8::1',
      ipv4: false,
      gateway4: null,
      gateway6: '2001:db8::1',
    });
  });

  test('a point-to-point link has no gateway but is a way', () => {
    const ppp = describeNetwork([way(4, 'ppp0', null)], { ppp0: [v4('198.51.100.7', 32)] }, ['ppp0']);
    expect(ppp.network).toMatchObject({ label: 'ppp0 198.51.100.7', ipv4: true, gateway4: null });
  });

  test('no default route, or one on a link that is down, is no network', () => {
    expect(describeNetwork([], HOME, []).network).toBe(NO_NETWORK);
    expect(describeNetwork(ROUTES, {}, []).network).toBe(NO_NETWORK);
  });

  test('the lowest metric decides; a half route alone is no way', () => {
    const both = { ...HOME, wlan0: [v4('192.168.2.10')] };
    const routes = [way(4, 'wlan0', '192.168.2.1', 600), ...ROUTES];
    expect(describeNetwork(routes, both, []).network.gateway4).toBe('192.168.1.1');
    expect(describeNetwork([{ ...way(4, 'eth0', null), isHalf: true }], HOME, []).network).toBe(NO_NETWORK);
  });
});

describe('change', () => {
  test('privacy addresses within the same /64 are none', () => {
    const more = withHome([...(HOME['eth0'] ?? []), v6('2001:db8:1::dead:beef'), v6('2001:db8:1::1:2')]);
    expect(more).toEqual(home);
  });

  test('a raised metric is none as long as the same way is taken', () => {
    const raised = ROUTES.map((route) => ({ ...route, metric: route.metric + 20_000 }));
    expect(describeNetwork(raised, HOME, [])).toEqual(home);
  });

  test('a raised metric that makes another way the best is one', () => {
    const both = { ...HOME, wlan0: [v4('192.168.2.10')] };
    const read = (metric: number) =>
      describeNetwork([way(4, 'eth0', '192.168.1.1', metric), way(4, 'wlan0', '192.168.2.1', 600)], both, []);
    expect(read(100).signature).not.toBe(read(20_100).signature);
  });

  test('another address of the same place is a change, but the place is known again', () => {
    const renumbered = withHome([v4('192.168.1.77'), v6('2001:db8:7::10')]);
    expect(renumbered.signature).not.toBe(home.signature);
    expect(renumbered.network.id).toBe(home.network.id);
  });

  test('the network address is cut at its mask', () => {
    const at = (address: string, prefix: number) => withHome([v4(address, prefix)]).network.id;
    expect(at('10.1.2.3', 16)).toBe(at('10.1.200.3', 16));
    expect(at('10.1.2.3', 24)).not.toBe(at('10.1.200.3', 24));
  });

  test('another router, another subnet, another provider: other places', () => {
    const others = [
      describeNetwork([way(4, 'eth0', '192.168.1.254'), way(6, 'eth0', 'fe80::1')], HOME, []),
      withHome([v4('192.168.5.10'), v6('2001:db8:1::10')]),
      withHome([v4('192.168.1.10'), v6('2a00:1450:1::10')]),
      withHome([v4('192.168.1.10')]),
    ];
    const ids = [home, ...others].map(({ network }) => network.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a VPN beside the default route is one; a container bridge is none', () => {
    const links = { ...HOME, wg0: [v4('10.9.0.2', 32)], docker0: [v4('172.17.0.1', 16)] };
    expect(describeNetwork(ROUTES, links, []).signature).toBe(home.signature);
    expect(describeNetwork(ROUTES, links, ['wg0']).signature).not.toBe(home.signature);
  });

  test('half routes of a VPN are one', () => {
    const links = { ...HOME, tun0: [v4('10.8.0.2')] };
    const vpn = [...ROUTES, { ...way(4, 'tun0', '10.8.0.1'), isHalf: true }];
    const reading = describeNetwork(vpn, links, []);
    expect(reading.signature).not.toBe(home.signature);
    expect(reading.network.gateway4).toBe('192.168.1.1');
  });
});

describe('readers', () => {
  test('by addresses alone: a global address is taken for a way out', () => {
    const loopback: NetworkInterfaceInfo = { ...v4('127.0.0.1', 8), internal: true };
    expect(routesByAddresses({ ...HOME, lo: [loopback], wlan0: [v6('fe80::2'), v4('169.254.3.4')] })).toEqual(
      [way(4, 'eth0', null, 0), way(6, 'eth0', null, 0)],
    );
  });

  test('the tables of this machine read the same twice', () => {
    const read = linuxNetwork();
    expect(read()).toEqual(read());
  });
});
