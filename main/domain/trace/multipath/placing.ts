import type { Column } from './column.ts';

/** Flows tried to find the way to a node that was met by chance. */
const TRIED_AT_MOST = 3;

/** By node at `next`: the flows that met it, none of which is known at `here`. */
function unplaced(here: Column, next: Column, ended: (flow: number) => boolean): Map<string, number[]> {
  const flowsOf = new Map<string, number[]>();
  const placed = new Set<string>();
  for (const flow of next.flows()) {
    const address = next.addressOf(flow);
    if (address === null || placed.has(address) || ended(flow)) continue;
    if (here.source(flow) === null) {
      flowsOf.set(address, [...(flowsOf.get(address) ?? []), flow]);
    } else {
      placed.add(address);
      flowsOf.delete(address);
    }
  }
  return flowsOf;
}

/** A node met by a flow that was never sent one hop nearer has no link yet: one of its flows shall be, for each. */
export function flowsToPlace(here: Column, next: Column, ended: (flow: number) => boolean): number[] {
  if (here.indistinct) return [];
  const chosen: number[] = [];
  for (const flows of unplaced(here, next, ended).values()) {
    const tried = flows.filter((flow) => here.has(flow));
    const isWaiting = tried.some((flow) => !here.isLost(flow));
    const flow = flows.find((candidate) => !here.has(candidate));
    if (flow !== undefined && !isWaiting && tried.length < TRIED_AT_MOST) chosen.push(flow);
  }
  return chosen;
}
