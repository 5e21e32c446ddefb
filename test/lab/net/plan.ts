import type { Impairment } from './impairment.ts';
import { checkImpairment } from './impairment.ts';
import type { Route } from './routes.ts';
import { routesOf } from './routes.ts';
import type { LinkEndSpec, LinkSpec, NodeSpec, Topology } from './topology.ts';
import { addressesOf, checkTopology, familyOf, hostPrefix } from './topology.ts';

interface DevicePlan {
  readonly node: string;
  readonly device: string;
  /** Null: a TUN device without Ethernet. */
  readonly mac: string | null;
}

/** What the emulator is told; it knows no routes and no reasons. */
export interface Plan {
  readonly nodes: readonly {
    readonly name: string;
    readonly addresses: readonly string[];
    readonly resolvers: readonly string[];
    readonly unwraps: readonly string[];
    /** Hexadecimal. */
    readonly extensions: readonly string[];
    readonly spoilsQuotes: boolean;
    readonly sysctls: Readonly<Record<string, string>>;
    /** For `ip -batch`. */
    readonly batch: string;
  }[];
  readonly links: readonly {
    readonly name: string;
    readonly mtu: number;
    readonly a: DevicePlan;
    readonly b: DevicePlan;
    readonly forward: Impairment;
    readonly backward: Impairment;
  }[];
}

const EVERYWHERE: Readonly<Record<string, string>> = {
  'net/ipv4/conf/all/rp_filter': '0',
  'net/ipv4/conf/default/rp_filter': '0',
  'net/ipv6/conf/all/disable_ipv6': '0',
  'net/ipv6/conf/default/disable_ipv6': '0',
  // Addresses must work at once, and nothing may be learned from anyone.
  'net/ipv6/conf/default/accept_dad': '0',
  'net/ipv6/conf/default/accept_ra': '0',
  'net/ipv6/conf/default/router_solicitations': '0',
};

/** A type that is in neither mask is not limited, neither per destination nor in total. */
const NO_ICMP_LIMITS = { 'net/ipv4/icmp_ratemask': '0', 'net/ipv6/icmp/ratemask': '255' };
/** The rates too, in milliseconds: kernels differ in what they come with for IPv6. */
const KERNEL_ICMP_LIMITS = {
  'net/ipv4/icmp_ratemask': '6168',
  'net/ipv4/icmp_ratelimit': '1000',
  'net/ipv6/icmp/ratemask': '0-1,3-127',
  'net/ipv6/icmp/ratelimit': '1000',
};

/** What turns a node's limits on ICMP errors on or off. */
export const icmpLimits = (on: boolean): Readonly<Record<string, string>> =>
  on ? KERNEL_ICMP_LIMITS : NO_ICMP_LIMITS;

const ROUTER: Readonly<Record<string, string>> = {
  'net/ipv4/ip_forward': '1',
  'net/ipv6/conf/all/forwarding': '1',
  'net/ipv4/conf/all/send_redirects': '0',
  'net/ipv4/conf/default/send_redirects': '0',
  // No link-local addresses: a router's ICMPv6 errors then carry an address that can be told apart.
  'net/ipv6/conf/default/addr_gen_mode': '1',
};

/** As desktop distributions set it: every user may open ping sockets. */
const HOST = { 'net/ipv4/ping_group_range': '0\t2147483647' };

/** An inner packet whose source is the unwrapping node itself would be a martian otherwise. */
const UNWRAPPING = { 'net/ipv4/conf/all/accept_local': '1' };

/** Routers hash addresses and ports, each with a seed of its own: else all would choose alike. */
function spreadingOf(topology: Topology, node: NodeSpec): Record<string, string> {
  if (!(node.routes ?? []).some(({ link }) => typeof link !== 'string')) return {};
  return {
    'net/ipv4/fib_multipath_hash_policy': '1',
    'net/ipv6/fib_multipath_hash_policy': '1',
    'net/ipv4/fib_multipath_hash_seed': String(1 + topology.nodes.indexOf(node)),
  };
}

function sysctlsOf(topology: Topology, node: NodeSpec): Record<string, string> {
  return {
    ...EVERYWHERE,
    ...icmpLimits(node.limitsIcmp ?? false),
    ...(node.kind === 'router' ? ROUTER : HOST),
    ...(node.unwraps === undefined ? {} : UNWRAPPING),
    ...spreadingOf(topology, node),
    ...node.sysctls,
  };
}

/** Interface names end at 15 bytes. */
function deviceName(topology: Topology, link: LinkSpec, end: LinkEndSpec): string {
  const host = topology.nodes.find(({ name }) => name === end.node)?.kind === 'host';
  const own = topology.links.filter(({ a, b }) => a.node === end.node || b.node === end.node);
  const name = end.device ?? (host ? `eth${own.indexOf(link)}` : link.name);
  if (name.length > 15 || /[\s/]/.test(name)) throw new Error(`${name} can't be the name of a device`);
  return name;
}

/** A locally administered address, the same in every run. */
function macOf(topology: Topology, link: LinkSpec, end: LinkEndSpec): string {
  const number = topology.links.indexOf(link) * 2 + (end === link.b ? 1 : 0);
  const [high = '', low = ''] = number.toString(16).padStart(4, '0').match(/../g) ?? [];
  return `02:1a:b0:00:${high}:${low}`;
}

function devicePlan(topology: Topology, link: LinkSpec, end: LinkEndSpec): DevicePlan {
  const host = topology.nodes.find(({ name }) => name === end.node)?.kind === 'host';
  return {
    node: end.node,
    device: deviceName(topology, link, end),
    mac: host ? macOf(topology, link, end) : null,
  };
}

const addressLine = (address: string, device: string): string =>
  `addr replace ${address} dev ${device}${familyOf(address) === 6 ? ' nodad' : ''}`;

/** The lines that set one end of a link up; entered again, they bring back what a `link set down` took. */
function deviceLines(topology: Topology, link: LinkSpec, end: LinkEndSpec): readonly string[] {
  const { device, mac } = devicePlan(topology, link, end);
  return [
    ...(mac === null ? [] : [`link set dev ${device} address ${mac}`]),
    // A long queue: what the emulator has not read yet must never be dropped uncounted.
    `link set dev ${device} mtu ${link.mtu ?? 1500} txqueuelen 10000 up`,
    ...(end.addresses ?? []).map((address) => addressLine(address, device)),
  ];
}

function deviceOf(topology: Topology, node: NodeSpec, link: string): string {
  const spec = topology.links.find(({ name }) => name === link);
  if (spec === undefined) throw new Error(`no link ${link}`);
  return deviceName(topology, spec, spec.a.node === node.name ? spec.a : spec.b);
}

/** As `ip` reads it. The same line again changes nothing. */
export function routeLine(topology: Topology, node: NodeSpec, { to, by, source }: Route): string {
  const hops = by.map(({ link, via }) => {
    const device = `dev ${deviceOf(topology, node, link)}`;
    return via === null ? device : `via ${via} ${device} onlink`;
  });
  const way = hops.length === 1 ? hops.join() : hops.map((hop) => `nexthop ${hop}`).join(' ');
  return `route replace ${to} ${source === null ? '' : `src ${source} `}${way}`;
}

const routeLines = (topology: Topology, node: NodeSpec): readonly string[] =>
  routesOf(topology, node).map((route) => routeLine(topology, node, route));

/** The whole configuration of a node, for `ip -batch`; may be entered again at any time. */
export function batchOf(topology: Topology, node: NodeSpec): string {
  const lines = [
    'link set dev lo up',
    ...(node.addresses ?? []).map((address) => addressLine(hostPrefix(address), 'lo')),
    ...topology.links.flatMap((link) =>
      [link.a, link.b]
        .filter((end) => end.node === node.name)
        .flatMap((end) => deviceLines(topology, link, end)),
    ),
    ...routeLines(topology, node),
  ];
  return `${lines.join('\n')}\n`;
}

/** Throws an Error that names what is wrong with the topology. */
export function planOf(topology: Topology): Plan {
  checkTopology(topology);
  return {
    nodes: topology.nodes.map((node) => ({
      name: node.name,
      addresses: addressesOf(topology, node),
      resolvers: node.resolvers ?? [],
      unwraps: node.unwraps ?? [],
      extensions: (node.extensions ?? []).map((object) => Buffer.from(object).toString('hex')),
      spoilsQuotes: node.spoilsQuotes ?? false,
      sysctls: sysctlsOf(topology, node),
      batch: batchOf(topology, node),
    })),
    links: topology.links.map((link) => ({
      name: link.name,
      mtu: link.mtu ?? 1500,
      a: devicePlan(topology, link, link.a),
      b: devicePlan(topology, link, link.b),
      forward: checkImpairment(link.forward ?? {}),
      backward: checkImpairment(link.backward ?? {}),
    })),
  };
}
