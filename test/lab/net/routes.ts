import type { LinkEndSpec, NodeSpec, Topology } from './topology.ts';
import { addressesOf, familyOf, hostPrefix, withoutPrefix } from './topology.ts';

/** A link as one of its two nodes sees it. */
interface Exit {
  readonly link: string;
  readonly own: LinkEndSpec;
  readonly far: LinkEndSpec;
}

export interface Route {
  /** A prefix. */
  readonly to: string;
  readonly link: string;
  /** The neighbour, named where the device needs one (Ethernet). */
  readonly via: string | null;
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

function routeBy(topology: Topology, node: NodeSpec, exit: Exit, to: string): readonly Route[] {
  if (node.kind === 'router') return [{ to, link: exit.link, via: null }];
  const via = neighbour(topology, exit, familyOf(to));
  return via === null ? [] : [{ to, link: exit.link, via }];
}

function chosenRoutes(topology: Topology, node: NodeSpec): readonly Route[] {
  const exits = exitsOf(topology, node.name);
  return (node.routes ?? []).flatMap(({ to, link }) => {
    const exit = exits.find((each) => each.link === link);
    if (exit === undefined) throw new Error(`node ${node.name} has a route by ${link}, which it is not on`);
    return routeBy(topology, node, exit, to);
  });
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

/** In the order to enter them: a later route replaces an earlier one to the same prefix. */
export const routesOf = (topology: Topology, node: NodeSpec): readonly Route[] => [
  ...shortestRoutes(topology, node),
  ...chosenRoutes(topology, node),
];
