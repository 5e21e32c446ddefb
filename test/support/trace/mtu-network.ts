import type { Answered, PlannedProbe } from '../../../main/domain/trace/types.ts';
import { answer, DESTINATION, randomFrom } from './multipath-network.ts';

/** The link behind a router. */
export interface MtuLink {
  readonly mtu: number;
  /** What the router says when a packet does not fit; `silent`: nothing. */
  readonly says?: 'mtu' | 'silent' | number;
}

export interface MtuNetworkOptions {
  readonly links: readonly MtuLink[];
  readonly loss?: number;
  readonly seed?: number;
  /** Routers, by distance, that never say "time exceeded". */
  readonly quiet?: readonly number[];
  readonly destinationSilent?: boolean;
}

export const routerAt = (ttl: number): string => `10.0.${ttl}.1`;

/** A line: link 0 leaves this machine, link n leaves router n; the destination is behind the last. */
export class MtuNetwork {
  readonly #options: MtuNetworkOptions;
  readonly #random: () => number;

  constructor(options: MtuNetworkOptions) {
    this.#options = options;
    this.#random = randomFrom(options.seed ?? 1);
  }

  /** Distance of the destination. */
  get distance(): number {
    return this.#options.links.length;
  }

  send({ ttl, size }: PlannedProbe): Answered | null {
    const { links, loss = 0, quiet = [], destinationSilent = false } = this.#options;
    if (this.#random() < loss) return null;
    for (let distance = 1; distance < links.length; distance += 1) {
      const rttMs = 10 * distance;
      const from = routerAt(distance);
      if (ttl === distance) return quiet.includes(distance) ? null : answer({ from, rttMs });
      const link = links[distance];
      if (link === undefined || size <= link.mtu) continue;
      if (link.says === 'silent') return null;
      const mtu = typeof link.says === 'number' ? link.says : link.mtu;
      return answer({ kind: 'unreachable', code: 'fragmentation-needed', from, mtu, rttMs });
    }
    if (destinationSilent) return null;
    const rttMs = 10 * links.length;
    return answer({ kind: 'unreachable', code: 'port-unreachable', from: DESTINATION, rttMs });
  }
}
