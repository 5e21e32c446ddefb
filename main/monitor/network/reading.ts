import { createHash } from 'node:crypto';
import type { NetworkInterfaceInfo } from 'node:os';
import { type Network, NO_NETWORK } from '../../domain/model/network.ts';

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** A way out: the default route of a family, or half of one as VPNs lay it (0.0.0.0/1 and 128.0.0.0/1). */
export interface DefaultRoute {
  readonly family: 4 | 6;
  readonly device: string;
  /** Null: the link itself is the way (point to point). */
  readonly gateway: string | null;
  readonly metric: number;
  readonly isHalf: boolean;
}

/** One look at the network. Two looks with the same signature saw the same routes and addresses. */
export interface NetworkReading {
  readonly network: Network;
  readonly signature: string;
}

/** May throw: a look that failed changes nothing. */
export type ReadNetwork = () => NetworkReading;

const hash = (parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16);

const isLinkLocal6 = (address: string): boolean => /^fe[89ab]/i.test(address);
const isUniqueLocal = (address: string): boolean => /^f[cd]/i.test(address);

/** The leading groups of an IPv6 address in Node's form, which leaves zeros out only once. */
function prefix6(address: string, groups: number): string {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const filled = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return filled.slice(0, groups).join(':');
}

function network4(address: string, prefixLength: number): string {
  const octets = address.split('.').map((octet, index) => {
    const kept = Math.min(8, Math.max(0, prefixLength - 8 * index));
    return Number(octet) & (0xff << (8 - kept));
  });
  return `${octets.join('.')}/${prefixLength}`;
}

/**
 * What stands for an address in the signature. Of IPv6 only the /64: privacy addresses come and go every day
 * within it, and that changes nothing.
 */
const inSignature = ({ family, address }: NetworkInterfaceInfo): string =>
  family === 'IPv4' ? address : `${prefix6(address, 4)}::/64`;

/**
 * What stands for an address in the id, by which a network is known again: private IPv4 with its mask, IPv6 by
 * /32 (/64 if unique-local). Providers hand out a new public address or prefix every day; the place is the same.
 */
function inId({ family, address, cidr }: NetworkInterfaceInfo): string {
  if (family === 'IPv6')
    return isUniqueLocal(address) ? `${prefix6(address, 4)}::/64` : `${prefix6(address, 2)}::/32`;
  const isPrivate = /^(10|127|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(
    address,
  );
  if (!isPrivate) return 'public';
  return network4(address, Number(cidr?.split('/')[1] ?? 32));
}

const withZone = (gateway: string, device: string): string =>
  isLinkLocal6(gateway) ? `${gateway}%${device}` : gateway;

function best(routes: readonly DefaultRoute[], family: 4 | 6): DefaultRoute | undefined {
  return routes
    .filter((route) => route.family === family && !route.isHalf)
    .reduce<DefaultRoute | undefined>(
      (low, route) => (low === undefined || route.metric < low.metric ? route : low),
      undefined,
    );
}

const addressesOf = (interfaces: Interfaces, device: string): readonly NetworkInterfaceInfo[] =>
  (interfaces[device] ?? []).filter(({ address }) => !isLinkLocal6(address));

function labelOf(route: DefaultRoute, interfaces: Interfaces): string {
  const family = route.family === 4 ? 'IPv4' : 'IPv6';
  const own = addressesOf(interfaces, route.device).find((info) => info.family === family)?.address;
  return [route.device, own, ...(route.gateway === null ? [] : ['via', route.gateway])]
    .filter((word) => word !== undefined)
    .join(' ');
}

/**
 * The network as it follows from the default routes and the addresses on their links. A route on a link that is
 * not listed in `interfaces` (no carrier, or taken down) leads nowhere. `tunnels`: links beside the default
 * routes that change where packets go, as a VPN with routing rules of its own does.
 */
export function describeNetwork(
  routes: readonly DefaultRoute[],
  interfaces: Interfaces,
  tunnels: readonly string[],
): NetworkReading {
  const live = routes.filter(({ device }) => interfaces[device] !== undefined);
  const best4 = best(live, 4);
  const best6 = best(live, 6);
  const first = best4 ?? best6;
  const devices = [...new Set([...live.map(({ device }) => device), ...tunnels])].sort();
  const addresses = (form: (info: NetworkInterfaceInfo) => string): string[] =>
    devices.flatMap((device) => [
      ...new Set(
        addressesOf(interfaces, device)
          .map((info) => `${device} ${form(info)}`)
          .sort(),
      ),
    ]);
  // Without metrics: they are raised and lowered by connectivity checks, just when the line fails.
  const ways = [...new Set(live.map((route) => `${route.family} ${route.device} ${route.gateway}`))].sort();
  const chosen = [best4, best6].map((route) => `${route?.device} ${route?.gateway}`);
  const signature = hash([...ways, ...chosen, ...addresses(inSignature)]);
  if (first === undefined) return { network: NO_NETWORK, signature };
  const zoned = (route: DefaultRoute | undefined): string | null =>
    route === undefined || route.gateway === null ? null : withZone(route.gateway, route.device);
  return {
    signature,
    network: {
      id: hash([...ways, ...chosen, ...addresses(inId)]),
      label: labelOf(first, interfaces),
      ipv4: best4 !== undefined,
      ipv6: best6 !== undefined,
      gateway4: zoned(best4),
      gateway6: zoned(best6),
    },
  };
}
