import type { TraceHop, TraceView } from '../../model/trace.ts';

/** Names that two answers share, so that a router that answers from another interface is still the same. */
export function shareNode(one: TraceHop, other: TraceHop): boolean {
  const names = new Set(other.nodes.map(({ name }) => name).filter((name) => name !== null));
  const addresses = new Set(other.nodes.map(({ address }) => address));
  return one.nodes.some(({ address, name }) => addresses.has(address) || (name !== null && names.has(name)));
}

export const isDestination = ({ nodes }: TraceHop, view: TraceView): boolean =>
  nodes.some(({ address }) => address === view.destination.address);
