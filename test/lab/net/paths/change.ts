import type { Lab } from '../lab.ts';
import { routeLine } from '../plan.ts';
import { chosenRoute } from '../routes.ts';
import type { ChosenRoute, LinkSpec, NodeSpec, Topology } from '../topology.ts';

function requireNamed<T extends { readonly name: string }>(
  kind: string,
  list: readonly T[],
  name: string,
): T {
  const found = list.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** The same topology with one node changed. Throws when it has no such node. */
export function withNode(topology: Topology, name: string, change: Partial<NodeSpec>): Topology {
  const node = requireNamed('node', topology.nodes, name);
  const changed = { ...node, ...change };
  return { ...topology, nodes: topology.nodes.map((each) => (each === node ? changed : each)) };
}

/** The same topology with one link changed. Throws when it has no such link. */
export function withLink(topology: Topology, name: string, change: Partial<LinkSpec>): Topology {
  const link = requireNamed('link', topology.links, name);
  const changed = { ...link, ...change };
  return { ...topology, links: topology.links.map((each) => (each === link ? changed : each)) };
}

/** Changes a route while packets flow; settles when the kernel goes by it. */
export async function reroute(lab: Lab, name: string, route: ChosenRoute): Promise<void> {
  const node = requireNamed('node', lab.topology.nodes, name);
  const lines = chosenRoute(lab.topology, node, route).map((each) => routeLine(lab.topology, node, each));
  const run = await lab.exec(name, ['ip', '-batch', '-'], { input: `${lines.join('\n')}\n` });
  if (run.code !== 0) throw new Error(`ip on ${name}: ${run.stderr}`);
}
