import type { PlannedPacket } from '../../../main/domain/encapsulation/types.ts';
import type { Decapsulates, NotTestable, WayHome } from '../../../main/domain/model/encapsulation.ts';
import { SimNetwork, type SimTopology } from './network.ts';
import type { Scene } from './topologies.ts';

export interface Truth {
  readonly decapsulates: Decapsulates;
  readonly reason: NotTestable | null;
  readonly waysHome: readonly WayHome[];
  /** More than one where routers spread the flows over ways of different lengths; empty: not to be seen. */
  readonly ttlHome: readonly number[];
}

type Shot = Pick<PlannedPacket, 'inner' | 'end' | 'ttl'>;
const FARTHER = 3;

const networks = new WeakMap<SimTopology, SimNetwork>();

/** One for each topology: it remembers its routes. */
function networkOf(topology: SimTopology): SimNetwork {
  const network = networks.get(topology) ?? new SimNetwork(topology);
  networks.set(topology, network);
  return network;
}

/** What can be seen of a hop from here when nothing is lost: every packet that might show it is tried once. */
export function truthOf({ topology, path }: Scene, place: number): Truth {
  const network = networkOf(topology);
  const shoot = ({ inner, end, ttl }: Shot) =>
    network.send({ via: [place], inner, end, ttl, size: 0 }, path, true).arrival?.answer ?? null;
  const reply = (end: number | null, ttl = 64): Shot => ({ inner: 'echo-reply', end, ttl });
  const isHome = (shot: Shot): boolean => shoot(shot)?.kind === 'echo-reply';
  const farther = path.slice(place + 1, place + 1 + FARTHER).map((_, index) => reply(place + 1 + index));
  const ways: readonly (readonly [WayHome, readonly Shot[]])[] = [
    ['own', topology.seesOwn ? [reply(null)] : []],
    ['hop', [reply(place)]],
    ['echo', [{ inner: 'echo-request', end: place, ttl: 64 }]],
    ['farther', farther],
  ];
  const waysHome = ways.filter(([, shots]) => shots.some(isHome)).map(([way]) => way);
  const expiries = [1, 2, 3].map((ttl) => shoot(reply(null, ttl)));
  if (waysHome.length > 0 || expiries.some((answer) => (answer?.layer ?? 0) > 0)) {
    const reason = waysHome.length > 0 ? null : 'no-way-home';
    return {
      decapsulates: 'yes',
      reason,
      waysHome,
      ttlHome: topology.family === 4 ? ttlHome(network, path, place) : [],
    };
  }
  const none = { waysHome: [], ttlHome: [] };
  const refused = expiries.some((answer) => answer?.kind === 'unreachable');
  if (refused) return { decapsulates: 'no', reason: 'refuses', ...none };
  const answers = network.ping(path[place] ?? '', true).arrival !== null;
  return { decapsulates: 'untestable', reason: answers ? 'swallows' : 'silent', ...none };
}

/** The routers from the hop to this machine, itself included, and one more; for each flow that tells it. */
function ttlHome(network: SimNetwork, path: readonly string[], place: number): readonly number[] {
  const there = network.pathTo(path[place] ?? '').length;
  const sources = [null, ...path.map((_, index) => index).filter((index) => index !== place)];
  const lengths = sources.map((end) => {
    const packet = { via: [place], inner: 'echo-reply', end, ttl: 64, size: 0 } as const;
    return network.send(packet, path, true).links.length - there + 1;
  });
  const request = { via: [place], inner: 'echo-request', end: place, ttl: 64, size: 0 } as const;
  const reply = network.send(request, path, true);
  return [...new Set(reply.arrival === null ? lengths : [...lengths, reply.links.length - there + 1])];
}

/** The share of boomerangs to a place that come home. */
export function survivalOf({ topology, path }: Scene, packet: Omit<PlannedPacket, 'key'>): number {
  const { links } = networkOf(topology).send(packet, path, true);
  return links.reduce((survival, { loss }) => survival * (1 - loss), 1);
}
