import { withLink, withNode } from '../../lab/net/paths/change.ts';
import { SILENT } from '../../lab/net/paths/rules.ts';
import { LINE, line } from '../../lab/net/topologies.ts';
import type { Topology } from '../../lab/net/topology.ts';

/** One way, of the links in turn: neighbours of 5 ms, and two long hauls. */
const DELAYS_MS = [5, 8, 10, 20, 5, 50, 15, 10, 30, 5, 12, 8];

export interface Scene {
  /** Routers and the destination. */
  readonly hops: number;
  readonly silent: boolean;
  readonly family: 4 | 6;
}

export const sceneText = ({ hops, silent, family }: Scene): string =>
  `${hops} hops${silent ? ', one silent' : ''}, IPv${family}`;

const silentRouter = (hops: number): number => Math.floor(hops / 2);

export function topologyOf({ hops, silent }: Scene): Topology {
  const bare = line(hops - 1);
  const delayed = bare.links.reduce((topology, { name }, index) => {
    const delayMs = DELAYS_MS[index] ?? 5;
    return withLink(topology, name, { forward: { delayMs }, backward: { delayMs } });
  }, bare);
  return silent ? withNode(delayed, `r${silentRouter(hops)}`, { rules: [SILENT] }) : delayed;
}

/** To the destination and back, of the links alone. */
export const roundTripOf = ({ hops }: Scene): number =>
  2 * DELAYS_MS.slice(0, hops).reduce((sum, delay) => sum + delay, 0);

const key = ({ family }: Scene) => (family === 4 ? 'ipv4' : 'ipv6');

export const destinationOf = (scene: Scene): string => LINE.server[key(scene)];

/** What a complete trace shows. */
export const truthOf = (scene: Scene): readonly (string | null)[] => [
  ...Array.from({ length: scene.hops - 1 }, (_, index) =>
    scene.silent && index + 1 === silentRouter(scene.hops) ? null : LINE.router(index + 1)[key(scene)],
  ),
  destinationOf(scene),
];
