import type { TraceLink } from '../../model/trace.ts';
import { type Column, SILENT } from './column.ts';

const named = (seen: string): string | null => (seen === SILENT ? null : seen);

/** Whom a flow meets, for a link; undefined: not known. */
function endOf(column: Column, flow: number): string | null | undefined {
  const seen = column.seen(flow) ?? (column.isSilent() ? SILENT : column.source(flow));
  return seen === null ? undefined : named(seen);
}

/** Pairs of nodes that some flow joins. `ended`: the flow's path ends before `next`. */
export function linksBetween(
  here: Column,
  next: Column | undefined,
  ended: (flow: number) => boolean,
): TraceLink[] {
  if (next === undefined) return [];
  const pairs = new Map<string, TraceLink>();
  const add = (from: string | null, to: string | null): void => {
    pairs.set(`${from}>${to}`, { fromTtl: here.ttl, from, to });
  };
  const flows = new Set([...here.flows(), ...next.flows()]);
  for (const flow of flows) {
    if (ended(flow)) continue;
    const [from, to] = [endOf(here, flow), endOf(next, flow)];
    if (from !== undefined && to !== undefined) add(from, to);
  }
  // Where packets of one flow meet different nodes, what lies behind is reached from each of them.
  const [only] = next.nodes;
  if (here.perPacket && next.nodes.size === 1 && only !== undefined)
    for (const from of here.nodes) add(from, only);
  return [...pairs.values()];
}
