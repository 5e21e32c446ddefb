import type { ChosenRoute, LinkEndSpec, NodeSpec, Topology } from './topology.ts';
import { addressesOf, familyOf, hostPrefix, withoutPrefix } from './topology.ts';

/** A link as one of its two nodes sees it. */
interface Exit {
  readonly link: string;
  readonly own: LinkEndSpec;
  readonly far: LinkEndSpec;
}

export interface NextHop {
  readonly link: string;
  /** The neighbour, named where the device (Ethernet) or the route (several next hops) needs one. */
  readonly via: string | null;
}

export interface Route {
  /** A prefix. */
  readonly to: string;
  /** One at least; flows are spread over several. */
  readonly by: readonly NextHop[];
  readonly source: string | null;
}

function exitsOf(topology: Topology, node: string): readonly Exit[] {
  return topology.links.flatMap(({ name, a, b }) => {
    if (a.node === node) return [{ link: name, own: a, far: b }];
    return b.node === node ? [{ link: name, own: b, far: a }] : [];
  });
}

/** For each other node, the first exit of a path of fewest hops; among equals the link named first wins. */
function firstExits(topology: Topology, from: string): ReadonlyMap<string, Exit> {
  const found = new Map<string, Exit>();
  const queue: { node: string; exit: Exit | null }[] = [{ node: from, exit: null }];
  for (const { node, exit } of queue) {
    for (const next of exitsOf(topology, node)) {
      const first = exit ?? next;
      if (next.far.node === from || found.has(next.far.node)) continue;
      found.set(next.far.node, first);
      queue.push({ node: next.far.node, exit: first });
    }
  }
  return found;
}

function neighbour(topology: Topology, exit: Exit, family: 4 | 6): string | null {
  const node = topology.nodes.find(({ name }) => name === exit.far.node);
  const own = (exit.far.addresses ?? []).map(withoutPrefix);
  const candidates = node === undefined ? own : [...own, ...addressesOf(topology, node)];
  return candidates.find((address) => familyOf(address) === family) ?? null;
}

function nextHop(topology: Topology, node: NodeSpec, exit: Exit, family: 4 | 6): NextHop | null {
  if (node.kind === 'router') return { link: exit.link, via: null };
  const via = neighbour(topology, exit, family);
  return via === null ? null : { link: exit.link, via };
}

function routeBy(topology: Topology, node: NodeSpec, exit: Exit, to: string): readonly Route[] {
  const hop = nextHop(topology, node, exit, familyOf(to));
  return hop === null ? [] : [{ to, by: [hop], source: null }];
}

function chosenExit(topology: Topology, node: NodeSpec, link: string): Exit {
  const exit = exitsOf(topology, node.name).find((each) => each.link === link);
  if (exit === undefined) throw new Error(`node ${node.name} has a route by ${link}, which it is not on`);
  return exit;
}

/** Empty when its one neighbour has no address of that family. */
export function chosenRoute(topology: Topology, node: NodeSpec, route: ChosenRoute): readonly Route[] {
  const { to, source = null } = route;
  const exits = [route.link].flat().map((link) => chosenExit(topology, node, link));
  const [only, second] = exits;
  if (only !== undefined && second === undefined) {
    return routeBy(topology, node, only, to).map((plain) => ({ ...plain, source }));
  }
  // Linux takes no IPv6 route over several devices without naming the neighbours.
  const by = exits.map(({ link, ...exit }) => ({
    link,
    via: neighbour(topology, { link, ...exit }, familyOf(to)),
  }));
  return [{ to, by, source }];
}

/** A host with one link sends everything there; every other node has a route to each single address. */
function shortestRoutes(topology: Topology, node: NodeSpec): readonly Route[] {
  const [only, second] = exitsOf(topology, node.name);
  if (node.kind === 'host' && only !== undefined && second === undefined) {
    return ['0.0.0.0/0', '::/0'].flatMap((to) => routeBy(topology, node, only, to));
  }
  const exits = firstExits(topology, node.name);
  return topology.nodes.flatMap((other) => {
    const exit = exits.get(other.name);
    if (exit === undefined) return [];
    return addressesOf(topology, other).flatMap((to) => routeBy(topology, node, exit, hostPrefix(to)));
  });
}

/** One to each prefix: a chosen route takes the place of the shortest path. */
export function routesOf(topology: Topology, node: NodeSpec): readonly Route[] {
  const chosen = (node.routes ?? []).flatMap((route) => chosenRoute(topology, node, route));
  const byPrefix = new Map([...shortestRoutes(topology, node), ...chosen].map((route) => [route.to, route]));
  return [...byPrefix.values()];
}
