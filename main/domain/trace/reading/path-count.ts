import type { TraceLink } from '../../model/trace.ts';

const keyOf = (ttl: number, address: string | null): string => `${ttl} ${address ?? '*'}`;

/** How many ways lead through the links from their first hop to their ends. */
export function pathCount(links: readonly TraceLink[]): number {
  const ways = new Map<string, number>();
  const ends = new Set<string>();
  for (const link of links.toSorted((a, b) => a.fromTtl - b.fromTtl)) {
    const [from, to] = [keyOf(link.fromTtl, link.from), keyOf(link.fromTtl + 1, link.to)];
    const before = ways.get(from) ?? 1;
    ways.set(from, before);
    ways.set(to, (ways.get(to) ?? 0) + before);
    ends.delete(from);
    ends.add(to);
  }
  const left = new Set(links.map((link) => keyOf(link.fromTtl, link.from)));
  return [...ends].filter((end) => !left.has(end)).reduce((sum, end) => sum + (ways.get(end) ?? 0), 0);
}
