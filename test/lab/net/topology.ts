import type { Impairment } from './impairment.ts';

export type Tunnel = '4in4' | '4in6' | '6in4' | '6in6';

export interface NodeSpec {
  readonly name: string;
  /** Hosts get Ethernet devices and, with one link, a default route; routers forward and get bare IP devices. */
  readonly kind: 'host' | 'router';
  /** Literals on the loopback device, reachable from everywhere. */
  readonly addresses?: readonly string[];
  /** The node's own /etc/resolv.conf names these; without any it sees the machine's. */
  readonly resolvers?: readonly string[];
  /** True: as Linux does it, about one ICMP error a second and destination. Default: no limit. */
  readonly limitsIcmp?: boolean;
  /** Tunnels that end here: the kernel gets the inner packet as if it had come over the link itself. */
  readonly unwraps?: readonly Tunnel[];
  /** Below /proc/sys, e.g. `net/ipv4/ip_default_ttl`. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** Take precedence over the shortest path, so that paths can be made asymmetric. */
  readonly routes?: readonly ChosenRoute[];
  /** Chains of an nftables table of family inet, loaded before anything runs; `paths/rules.ts` names some. */
  readonly rules?: readonly string[];
  /** Objects put to the time-exceeded messages of this node as RFC 4884 says; `paths/extensions.ts` makes them. */
  readonly extensions?: readonly Uint8Array[];
  /**
   * True: what ICMP errors that this node passes on quote has another transport checksum than was sent, as behind
   * a translator that restores the addresses of a quote but not its checksum.
   */
  readonly spoilsQuotes?: boolean;
}

export interface ChosenRoute {
  /** A prefix. */
  readonly to: string;
  /** Several: flows are spread over them by addresses and ports, as this node's own seed has it. */
  readonly link: string | readonly string[];
  /** Own address of what the node itself sends there, its ICMP errors among it. Default: the first it has. */
  readonly source?: string;
}

export interface LinkEndSpec {
  readonly node: string;
  /** With a prefix length, e.g. `192.0.2.1/24`. None: the link is unnumbered. */
  readonly addresses?: readonly string[];
  /** Default: eth0, eth1, ... on hosts, the link's name on routers. */
  readonly device?: string;
}

export interface LinkSpec {
  readonly name: string;
  readonly a: LinkEndSpec;
  readonly b: LinkEndSpec;
  /** Bytes; default 1500. */
  readonly mtu?: number;
  /** From a to b. */
  readonly forward?: Impairment;
  /** From b to a. */
  readonly backward?: Impairment;
}

export interface Topology {
  readonly nodes: readonly NodeSpec[];
  readonly links: readonly LinkSpec[];
}

export const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);
export const withoutPrefix = (address: string): string => address.replace(/\/\d+$/, '');
/** The prefix that holds this one address. */
export const hostPrefix = (address: string): string => `${address}/${familyOf(address) === 4 ? 32 : 128}`;

function requireUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`${what} ${twice} is there twice`);
}

/** Every address of a node, on its loopback device and on its ends of links. */
export function addressesOf(topology: Topology, node: NodeSpec): readonly string[] {
  const ends = topology.links.flatMap(({ a, b }) => [a, b]).filter((end) => end.node === node.name);
  const linked = ends.flatMap((end) => (end.addresses ?? []).map(withoutPrefix));
  return [...new Set([...(node.addresses ?? []), ...linked])];
}

/** Throws an Error that names what is wrong. */
export function checkTopology(topology: Topology): Topology {
  const names = topology.nodes.map((node) => node.name);
  requireUnique('node', names);
  requireUnique(
    'link',
    topology.links.map((link) => link.name),
  );
  for (const link of topology.links) {
    for (const end of [link.a, link.b]) {
      if (!names.includes(end.node)) throw new Error(`link ${link.name} ends at no known node: ${end.node}`);
    }
    if (link.a.node === link.b.node) throw new Error(`link ${link.name} joins ${link.a.node} to itself`);
  }
  return topology;
}
