import { routesOf } from '../routes.ts';
import type { NodeSpec, Topology } from '../topology.ts';
import { addressesOf, familyOf, hostPrefix } from '../topology.ts';

/** One link on the way, and where it leads. */
export interface Crossing {
  readonly link: string;
  readonly direction: 'forward' | 'backward';
  readonly node: string;
}

function nodeOf(topology: Topology, name: string): NodeSpec {
  const node = topology.nodes.find((each) => each.name === name);
  if (node === undefined) throw new Error(`no node ${name}`);
  return node;
}

const defaultOf = (address: string): string => (familyOf(address) === 4 ? '0.0.0.0/0' : '::/0');

function crossing(topology: Topology, from: string, name: string): Crossing {
  const link = topology.links.find((each) => each.name === name);
  if (link === undefined) throw new Error(`no link ${name}`);
  return link.a.node === from
    ? { link: name, direction: 'forward', node: link.b.node }
    : { link: name, direction: 'backward', node: link.a.node };
}

function exits(topology: Topology, from: string, to: string): readonly Crossing[] {
  const routes = routesOf(topology, nodeOf(topology, from));
  const route =
    routes.find((each) => each.to === hostPrefix(to)) ?? routes.find((each) => each.to === defaultOf(to));
  if (route === undefined) throw new Error(`${from} has no route to ${to}`);
  return route.by.map(({ link }) => crossing(topology, from, link));
}

/**
 * The way of a packet as the routes of the plan have it: at each distance the crossings it may make, several where a
 * router spreads flows; all branches of a stage have one length. Empty when the address is the node's own. Throws
 * when the packet would never arrive.
 */
export function walk(topology: Topology, from: string, to: string): readonly (readonly Crossing[])[] {
  const stages: (readonly Crossing[])[] = [];
  let here: readonly string[] = [from];
  const isThere = (name: string): boolean => addressesOf(topology, nodeOf(topology, name)).includes(to);
  while (!here.every(isThere)) {
    if (stages.length > topology.nodes.length || here.some(isThere)) {
      throw new Error(`no way of one length from ${from} to ${to}`);
    }
    const stage = here.flatMap((name) => exits(topology, name, to));
    stages.push(stage);
    here = [...new Set(stage.map(({ node }) => node))];
  }
  return stages;
}

/** What the node's own ICMP messages to that address are from. */
export function speaksFrom(topology: Topology, name: string, to: string): string {
  const node = nodeOf(topology, name);
  const chosen = (node.routes ?? []).find((route) => route.to === hostPrefix(to))?.source;
  const own = addressesOf(topology, node).find((address) => familyOf(address) === familyOf(to));
  const from = chosen ?? own;
  if (from === undefined) throw new Error(`${name} has no address of the family of ${to}`);
  return from;
}
