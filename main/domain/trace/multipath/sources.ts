import { ANYONE, type Column } from './column.ts';

/** What the flows through one node tell of its next hops. */
export interface Source {
  readonly name: string;
  /** Flows that are known to pass it. */
  flows: number;
  /** Of those, the ones whose next hop is known. */
  settled: number;
  pending: number;
  /** Asked in vain. */
  lost: number;
  /** Not asked yet. */
  readonly spare: number[];
  readonly successors: Set<string>;
}

const empty = (name: string): Source => ({
  name,
  flows: 0,
  settled: 0,
  pending: 0,
  lost: 0,
  spare: [],
  successors: new Set(),
});

function count(source: Source, flow: number, next: Column): void {
  source.flows += 1;
  if (!next.has(flow)) {
    source.spare.push(flow);
    return;
  }
  const seen = next.seen(flow);
  if (seen !== null) {
    source.settled += 1;
    source.successors.add(seen);
  } else if (next.isLost(flow)) {
    source.lost += 1;
  } else {
    source.pending += 1;
  }
}

/**
 * The nodes at a distance whose next hops are sought, each with what is known of them. `here` null: this machine.
 * Where `here` does not tell flows apart, all of them count for all of it together. `ended`: the flow's path ends
 * before `next`.
 */
export function sourcesAt(
  here: Column | null,
  next: Column,
  ended: (flow: number) => boolean,
): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  const indistinct = here === null || here.indistinct;
  if (indistinct) sources.set(ANYONE, empty(ANYONE));
  for (const flow of indistinct ? next.flows() : here.flows()) {
    if (ended(flow)) continue;
    const name = indistinct ? ANYONE : here.source(flow);
    if (name === null) continue;
    const source = sources.get(name) ?? empty(name);
    sources.set(name, source);
    count(source, flow, next);
  }
  return sources;
}

/** Flows that met somebody. */
export function settledAt(column: Column): number {
  let count = 0;
  for (const flow of column.flows()) if (column.seen(flow) !== null) count += 1;
  return count;
}

/** Flows that were tried in vain. */
export function lostAt(column: Column): number {
  let count = 0;
  for (const flow of column.flows()) if (column.isLost(flow)) count += 1;
  return count;
}

/**
 * The flows through the nodes that lead to `name` at `here`, and the share of them that gets there: a new flow is
 * best taken from those that come near it. Null when nothing is known of who leads to it.
 */
export function flowsTowards(
  before: Column,
  here: Column,
  name: string,
): { readonly flows: readonly number[]; readonly share: number } | null {
  if (before.indistinct) return null;
  const leading = new Set<string>();
  for (const flow of here.flows()) {
    const source = here.source(flow) === name ? before.source(flow) : null;
    if (source !== null) leading.add(source);
  }
  const flows: number[] = [];
  let met = 0;
  let reached = 0;
  for (const flow of before.flows()) {
    const source = before.source(flow);
    if (source === null || !leading.has(source)) continue;
    flows.push(flow);
    if (here.seen(flow) !== null) met += 1;
    if (here.source(flow) === name) reached += 1;
  }
  return reached === 0 ? null : { flows, share: reached / met };
}
