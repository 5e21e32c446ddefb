import type { PacketAnswer, PlannedPacket } from '../../../main/domain/encapsulation/types.ts';
import { seededRandom } from '../trace/random.ts';

/** The name of this machine in a network. */
export const CLIENT = 'me';

export interface SimRouter {
  readonly address: string;
  readonly encapsulated: 'unwraps' | 'refuses' | 'swallows' | 'prohibits';
  /** Takes packets that come in from its own address, as Linux does with accept_local. */
  readonly acceptsLocal: boolean;
  /** Drops what comes from a side to which it would not send its answers (RFC 3704, strict). */
  readonly checksSource: boolean;
  readonly answersEcho: boolean;
  /** Says when a TTL has expired. */
  readonly tellsExpiry: boolean;
  /** The TTL that its answers begin with. */
  readonly initialTtl: number;
}

/** One direction of a link; both ends by address. */
export interface SimLink {
  readonly from: string;
  readonly to: string;
  readonly cost: number;
  readonly delayMs: number;
  readonly loss: number;
  /** Larger packets are dropped, and nothing is said. */
  readonly maxBytes?: number;
}

export interface SimTopology {
  readonly family: 4 | 6;
  readonly routers: readonly SimRouter[];
  readonly links: readonly SimLink[];
  /** Packets from the client to itself get as far as whoever looks for them. */
  readonly seesOwn: boolean;
  /** Share of the answers that come twice. */
  readonly duplicates?: number;
}

interface Header {
  readonly src: string;
  readonly dst: string;
  ttl: number;
}

interface Packet {
  /** Outermost first. */
  headers: Header[];
  layer: number;
  /** Whoever has just made it takes nothing from its TTL. */
  isNew: boolean;
  message: 'echo-request' | 'echo-reply' | 'error';
  readonly said: Pick<PacketAnswer, 'kind' | 'code' | 'layer'>;
}

export interface Arrival {
  readonly afterMs: number;
  readonly answer: PacketAnswer;
}

/** What became of one packet, and the links it and its answer went over. */
export interface Journey {
  readonly arrival: Arrival | null;
  readonly links: readonly SimLink[];
  readonly duplicated: boolean;
}

const NO_ERROR = { kind: 'echo-reply', code: null, layer: null } as const;

/** Routers that forward, unwrap and answer; each packet is followed until it is home or gone. */
export class SimNetwork {
  readonly topology: SimTopology;
  readonly #random: () => number;
  readonly #routers: ReadonlyMap<string, SimRouter>;
  readonly #next = new Map<string, readonly SimLink[]>();

  constructor(topology: SimTopology, seed = 1) {
    this.topology = topology;
    this.#random = seededRandom(seed);
    this.#routers = new Map(topology.routers.map((router) => [router.address, router]));
  }

  /** The addresses on the way from one to the other, both left out at the start, the last one in. */
  pathTo(address: string): readonly string[] {
    const path: string[] = [];
    let at = CLIENT;
    while (at !== address && path.length < 64) {
      const link = this.#link(at, CLIENT, address);
      if (link === null) return [];
      path.push(link.to);
      at = link.to;
    }
    return path;
  }

  send(packet: Omit<PlannedPacket, 'key'>, path: readonly string[], lossless = false): Journey {
    const { via, inner, end, ttl, size } = packet;
    const other = end === null ? CLIENT : (path[end] ?? '');
    const outer = via.map((place) => ({ src: CLIENT, dst: path[place] ?? '', ttl: 64 }));
    const last =
      inner === 'echo-request' ? { src: CLIENT, dst: other, ttl } : { src: other, dst: CLIENT, ttl };
    const headerBytes = this.topology.family === 4 ? 20 : 40;
    const bytes = Math.max(size, (outer.length + 1) * headerBytes + 24);
    return this.#follow(
      { headers: [...outer, last], layer: 0, isNew: true, message: inner, said: NO_ERROR },
      bytes,
      lossless,
    );
  }

  ping(address: string, lossless = false): Journey {
    const headers = [{ src: CLIENT, dst: address, ttl: 64 }];
    return this.#follow(
      { headers, layer: 0, isNew: true, message: 'echo-request', said: NO_ERROR },
      64,
      lossless,
    );
  }

  #follow(packet: Packet, bytes: number, lossless: boolean): Journey {
    const links: SimLink[] = [];
    let at = CLIENT;
    let now: Packet | null = packet;
    let afterMs = 0;
    while (now !== null && links.length < 2000) {
      const outer: Header | undefined = now.headers[0];
      if (outer === undefined) break;
      const isHome = at === CLIENT && links.length > 0 && outer.dst === CLIENT;
      if (isHome)
        return {
          arrival: this.#arrive(now, afterMs),
          links,
          duplicated: this.#happens(this.topology.duplicates ?? 0),
        };
      if (at === CLIENT && links.length > 0) break;
      if (outer.dst === at) {
        now = this.#deliver(now, at);
        continue;
      }
      const isNew = now.isNew;
      now.isNew = false;
      if (!isNew) {
        if (outer.ttl <= 1) {
          now = this.#expire(now, at);
          continue;
        }
        outer.ttl -= 1;
      }
      const link: SimLink | null = this.#link(at, outer.src, outer.dst);
      if (link === null) break;
      links.push(link);
      afterMs += link.delayMs;
      if (bytes > (link.maxBytes ?? Number.POSITIVE_INFINITY)) break;
      if (!lossless && this.#happens(link.loss)) break;
      at = link.to;
      if (!this.#takesFrom(link, outer.src)) break;
    }
    return { arrival: null, links, duplicated: false };
  }

  #arrive({ headers, message, said }: Packet, afterMs: number): Arrival | null {
    const [header] = headers;
    if (header === undefined || headers.length > 1 || message === 'echo-request') return null;
    if (header.src === CLIENT && !this.topology.seesOwn) return null;
    const ttl = this.topology.family === 4 ? header.ttl : null;
    return { afterMs, answer: { ...said, from: header.src, rttMs: afterMs, ttl } };
  }

  /** A packet for that router itself; what it goes on with, null: nothing. */
  #deliver(packet: Packet, at: string): Packet | null {
    const router = this.#routers.get(at);
    const [outer, ...rest] = packet.headers;
    if (router === undefined || outer === undefined) return null;
    if (rest.length > 0) return this.#deliverTunnelled(packet, router, rest);
    if (packet.message !== 'echo-request' || !router.answersEcho) return null;
    return this.#say(router, outer.src, 'echo-reply', NO_ERROR);
  }

  #deliverTunnelled(packet: Packet, router: SimRouter, rest: Header[]): Packet | null {
    const { family } = this.topology;
    const layer = packet.layer;
    if (router.encapsulated === 'swallows') return null;
    if (router.encapsulated === 'prohibits') {
      return this.#say(router, CLIENT, 'error', { kind: 'unreachable', code: 'admin-prohibited', layer });
    }
    if (router.encapsulated === 'refuses') {
      const code = family === 4 ? 'protocol-unreachable' : 'unrecognized-next-header';
      return this.#say(router, CLIENT, 'error', { kind: 'unreachable', code, layer });
    }
    if (rest[0]?.src === router.address && !router.acceptsLocal) return null;
    return { ...packet, headers: rest, layer: layer + 1 };
  }

  #expire(packet: Packet, at: string): Packet | null {
    const router = this.#routers.get(at);
    const source = packet.headers[0]?.src;
    // Nobody is told of an error about an error, and only the client's packets come to it.
    if (router?.tellsExpiry !== true || packet.message === 'error' || source !== CLIENT) return null;
    const layer = packet.layer;
    const code = this.topology.family === 4 ? 'ttl-exceeded' : 'hop-limit-exceeded';
    return this.#say(router, CLIENT, 'error', { kind: 'ttl-exceeded', code, layer });
  }

  #say(router: SimRouter, dst: string, message: Packet['message'], said: Packet['said']): Packet {
    const headers = [{ src: router.address, dst, ttl: router.initialTtl }];
    return { headers, layer: 0, isNew: true, message, said };
  }

  #takesFrom({ from, to }: SimLink, src: string): boolean {
    if (this.#routers.get(to)?.checksSource !== true) return true;
    return this.#nextLinks(to, src).some((back) => back.to === from);
  }

  #happens(share: number): boolean {
    return share > 0 && this.#random() < share;
  }

  /** Of equally good ways the one that this flow takes. */
  #link(at: string, src: string, dst: string): SimLink | null {
    const links = this.#nextLinks(at, dst);
    return links[hash(`${at} ${src} ${dst}`) % Math.max(1, links.length)] ?? null;
  }

  #nextLinks(at: string, dst: string): readonly SimLink[] {
    const name = `${at} ${dst}`;
    const known = this.#next.get(name);
    if (known !== undefined) return known;
    const costs = this.#costsTo(dst);
    const out = this.topology.links.filter(({ from }) => from === at);
    const costOf = (link: SimLink): number => link.cost + (costs.get(link.to) ?? Number.POSITIVE_INFINITY);
    const least = Math.min(...out.map(costOf));
    const best = Number.isFinite(least) ? out.filter((link) => costOf(link) === least) : [];
    this.#next.set(name, best);
    return best;
  }

  /** Bellman and Ford: the cost of the best way to `dst` from everywhere; nothing goes through the client. */
  #costsTo(dst: string): ReadonlyMap<string, number> {
    const costs = new Map([[dst, 0]]);
    for (let round = 0; round <= this.topology.routers.length + 1; round += 1) {
      for (const { from, to, cost } of this.topology.links) {
        const beyond = to === CLIENT && dst !== CLIENT ? undefined : costs.get(to);
        if (beyond === undefined) continue;
        if (beyond + cost < (costs.get(from) ?? Number.POSITIVE_INFINITY)) costs.set(from, beyond + cost);
      }
    }
    return costs;
  }
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return value >>> 3;
}
