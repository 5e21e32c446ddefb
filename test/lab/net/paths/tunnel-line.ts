import { LINE, line } from '../topologies.ts';
import type { Topology } from '../topology.ts';
import { withNode } from './change.ts';
import type { RouterSort } from './tunnel-routers.ts';
import { madeSo } from './tunnel-routers.ts';

type Family = 'ipv4' | 'ipv6';

/** pc -l1- r1 -l2- ... server: routers of these sorts in turn; the last is the server, a router as well. */
export function tunnelLine(sorts: readonly RouterSort[], delayMs = 1): Topology {
  const last = sorts.length - 1;
  return sorts.reduce(
    (topology, sort, index) =>
      withNode(topology, index === last ? 'server' : `r${index + 1}`, { kind: 'router', ...madeSo(sort) }),
    line(last, { delayMs }),
  );
}

/** Addresses along it, the server's last. */
export const tunnelPath = (family: Family, hops: number): readonly string[] => [
  ...Array.from({ length: hops - 1 }, (_, index) => LINE.router(index + 1)[family]),
  LINE.server[family],
];

export const allOpen = (hops: number): readonly RouterSort[] => Array.from({ length: hops }, () => 'open');
