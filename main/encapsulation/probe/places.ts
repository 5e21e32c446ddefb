import type { TraceView } from '../../domain/model/trace.ts';
import { isUsable } from '../link/usable-address.ts';

/** One hop of a path that is to be probed. */
export interface Place {
  /** From 1: the distance, where the path was traced. */
  readonly index: number;
  /** Null: silent in the trace. */
  readonly address: string | null;
  /** Place among the addresses that packets are sent through, from 0; null: it can't be one of them. */
  readonly at: number | null;
  /** Why not, one sentence; null where it is. */
  readonly why: string | null;
}

const SILENT = 'It did not answer the trace, so nobody knows its address.';
const TWICE = 'The same address answers nearer already; no packet visits one twice on its way out.';
const UNUSABLE = 'An address of this kind says which host is meant on one link or machine only.';

interface Hop {
  readonly index: number;
  readonly address: string | null;
}

/** The addresses in the order of the path, each once, and what is to be said of the others. */
export function placesOf(hops: readonly Hop[]): readonly Place[] {
  const seen: string[] = [];
  return hops.map(({ index, address }): Place => {
    if (address === null) return { index, address, at: null, why: SILENT };
    if (seen.includes(address)) return { index, address, at: null, why: TWICE };
    if (!isUsable(address)) return { index, address, at: null, why: UNUSABLE };
    seen.push(address);
    return { index, address, at: seen.length - 1, why: null };
  });
}

export const addressesOf = (places: readonly Place[]): readonly string[] =>
  places.flatMap(({ at, address }) => (at === null || address === null ? [] : [address]));

/** It answered, but routers before it keep silent, so at an unknown distance. */
export const isFar = ({ hops, reached, status }: TraceView): boolean =>
  status !== 'running' && reached && hops.length > 0 && hops.at(-1)?.nodes.length === 0;

/**
 * What a trace shows, without the silence behind the last hop that answered. `first`: what hop 1 is known to be. A
 * destination at an unknown distance comes next.
 */
export function tracedHops(view: TraceView, first: string | null): readonly Hop[] {
  const { hops, destination } = view;
  const last = hops.findLast(({ nodes }) => nodes.length > 0)?.ttl ?? 0;
  const found = hops
    .filter(({ ttl }) => ttl <= last)
    .map(({ ttl, nodes: [node] }) => ({ index: ttl, address: node?.address ?? null }));
  const all = isFar(view) ? [...found, { index: last + 1, address: destination.address }] : found;
  return first === null ? all : [{ index: 1, address: first }, ...all.slice(1)];
}

export const givenHops = (addresses: readonly string[]): readonly Hop[] =>
  addresses.map((address, at) => ({ index: at + 1, address }));
