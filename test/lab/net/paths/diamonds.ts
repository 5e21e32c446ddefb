import type { LinkSpec, NodeSpec, Topology } from '../topology.ts';
import { ENDS } from './detours.ts';

type Family = 'ipv4' | 'ipv6';

/** Room for 16 members a stage. */
const STAGE = 32;

/** A router that opens the stage after it, or closes the last: 0, 1, ... */
export const divider = (stage: number): Readonly<Record<Family, string>> => ({
  ipv4: `198.51.100.${stage * STAGE + 1}`,
  ipv6: `2001:db8:2::${stage + 1}:1`,
});

/** One of the parallel routers of a stage: 0, 1, ... */
export const member = (stage: number, index: number): Readonly<Record<Family, string>> => ({
  ipv4: `198.51.100.${stage * STAGE + 10 + index}`,
  ipv6: `2001:db8:2::${stage + 1}:${(10 + index).toString(16)}`,
});

const indexes = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

export const opening = (stage: number, index: number): string => `open${stage}-${index}`;
const closing = (stage: number, index: number): string => `close${stage}-${index}`;

function joined(name: string, a: string, b: string, delayMs: number): LinkSpec {
  return { name, a: { node: a }, b: { node: b }, forward: { delayMs }, backward: { delayMs } };
}

function dividerNode(widths: readonly number[], stage: number): NodeSpec {
  const { ipv4, ipv6 } = divider(stage);
  const width = widths[stage] ?? 0;
  const link = indexes(width).map((index) => opening(stage, index));
  const routes = [`${ENDS.server.ipv4}/32`, `${ENDS.server.ipv6}/128`].map((to) => ({ to, link }));
  return { name: `d${stage}`, kind: 'router', addresses: [ipv4, ipv6], ...(width > 0 ? { routes } : {}) };
}

const memberNode = (stage: number, index: number): NodeSpec => {
  const { ipv4, ipv6 } = member(stage, index);
  return { name: `m${stage}-${index}`, kind: 'router', addresses: [ipv4, ipv6] };
};

/**
 * pc - d0 = (members) = d1 = (members) = ... - server. Each divider hashes flows (addresses and ports) over the
 * members of its stage; answers come home by the shortest way. One stage a width, 16 members a stage at most.
 */
export function diamonds(widths: readonly number[], delayMs = 2): Topology {
  const stages = indexes(widths.length);
  const nodes: readonly NodeSpec[] = [
    { name: 'pc', kind: 'host', addresses: [ENDS.pc.ipv4, ENDS.pc.ipv6] },
    ...indexes(widths.length + 1).map((stage) => dividerNode(widths, stage)),
    ...stages.flatMap((stage) => indexes(widths[stage] ?? 0).map((index) => memberNode(stage, index))),
    { name: 'server', kind: 'host', addresses: [ENDS.server.ipv4, ENDS.server.ipv6] },
  ];
  const links: readonly LinkSpec[] = [
    joined('first', 'pc', 'd0', delayMs),
    ...stages.flatMap((stage) =>
      indexes(widths[stage] ?? 0).flatMap((index) => [
        joined(opening(stage, index), `d${stage}`, `m${stage}-${index}`, delayMs),
        joined(closing(stage, index), `m${stage}-${index}`, `d${stage + 1}`, delayMs),
      ]),
    ),
    joined('last', `d${widths.length}`, 'server', delayMs),
  ];
  return { nodes, links };
}

/** Who may answer at each distance, from 1 on: the routing itself. */
export function diamondHops(widths: readonly number[], family: Family): readonly (readonly string[])[] {
  return [
    ...widths.flatMap((width, stage) => [
      [divider(stage)[family]],
      indexes(width).map((index) => member(stage, index)[family]),
    ]),
    [divider(widths.length)[family]],
    [ENDS.server[family]],
  ];
}

/** Every `from>to` of neighbours on some way from the first router to the server. */
export function diamondLinks(widths: readonly number[], family: Family): readonly string[] {
  const hops = diamondHops(widths, family);
  return hops.slice(1).flatMap((to, index) => (hops[index] ?? []).flatMap((a) => to.map((b) => `${a}>${b}`)));
}
