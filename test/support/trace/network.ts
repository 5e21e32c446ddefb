import type { Answered, PlannedProbe } from '../../../main/domain/trace/types.ts';
import { seededRandom } from './random.ts';
import type { AnswerLimit, Routing, SimHop, SimPath } from './topology.ts';

/** What the network makes of one packet: answers and when they are back; none when it is lost. */
export interface Arrival {
  readonly atMs: number;
  readonly answer: Answered;
}

class TokenBucket {
  readonly #limit: AnswerLimit;
  #tokens: number;
  #atMs = 0;

  constructor(limit: AnswerLimit) {
    this.#limit = limit;
    this.#tokens = limit.burst;
  }

  take(atMs: number): boolean {
    const refilled = this.#tokens + ((atMs - this.#atMs) * this.#limit.perSecond) / 1000;
    this.#tokens = Math.min(this.#limit.burst, refilled);
    this.#atMs = atMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** A network without sockets: packets go over a path hop by hop, and what it answers is told at once. */
export class SimNetwork {
  readonly #routing: Routing;
  readonly #random: () => number;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #turns = new Map<string, number>();
  /** Until when the one connection of the flow is half open, by its server. */
  readonly #halfOpen = new Map<string, number>();
  #nth = 0;

  constructor(routing: Routing, seed = 1) {
    this.#routing = routing;
    this.#random = seededRandom(seed);
  }

  send(probe: PlannedProbe, atMs: number): readonly Arrival[] {
    const path = this.#routing(probe.flow, atMs, this.#nth);
    this.#nth += 1;
    const stop = stopOf(path, probe.ttl);
    if (stop === null) return [];
    const way = path.slice(0, stop.index + 1);
    if (way.some((hop) => this.#happens(hop.loss))) return [];
    const hop = path[stop.index];
    if (hop === undefined || hop.silent === true) return [];
    const reachedMs = atMs + way.reduce((sum, each) => sum + each.linkMs, 0);
    if (!this.#mayAnswer(hop, reachedMs)) return [];
    if (way.some((each) => this.#happens(each.backLoss))) return [];
    const backMs = way.reduce((sum, each) => sum + (each.backMs ?? each.linkMs), 0);
    const extraMs =
      (hop.slowMs ?? 0) + way.reduce((sum, each) => sum + (each.jitterMs ?? 0) * this.#random(), 0);
    const backAtMs = reachedMs + backMs + extraMs;
    if (hop.oneAtATime === true && stop.why === 'arrived') {
      if (reachedMs < (this.#halfOpen.get(hop.address) ?? 0)) return [];
      this.#halfOpen.set(hop.address, backAtMs + (reachedMs - atMs));
    }
    const answer = this.#answer(hop, stop, probe, backAtMs - atMs);
    const arrival = { atMs: backAtMs, answer };
    if (!this.#happens(hop.duplicates)) return [arrival];
    return [arrival, { atMs: backAtMs + 1, answer: { ...answer, rttMs: answer.rttMs + 1 } }];
  }

  #happens(share: number | undefined): boolean {
    return share !== undefined && share > 0 && this.#random() < share;
  }

  #mayAnswer(hop: SimHop, atMs: number): boolean {
    if (hop.limit === undefined) return true;
    const bucket = this.#buckets.get(hop.address) ?? new TokenBucket(hop.limit);
    this.#buckets.set(hop.address, bucket);
    return bucket.take(atMs);
  }

  #answer(hop: SimHop, stop: Stop, probe: PlannedProbe, rttMs: number): Answered {
    const turn = this.#turns.get(hop.address) ?? 0;
    this.#turns.set(hop.address, turn + 1);
    const from = hop.answersFrom?.[turn % hop.answersFrom.length] ?? hop.address;
    const said = saidBy(hop, stop);
    return {
      ...said,
      from,
      rttMs,
      ttl: 64 - stop.index,
      quotedTtl: said.code === null ? null : Math.max(1, probe.ttl - stop.index),
      translated: false,
      mtu: null,
      mpls: [],
      interfaces: [],
      ...hop.answer,
    };
  }
}

interface Stop {
  readonly index: number;
  readonly why: 'expired' | 'refused' | 'arrived';
}

/** Where a packet's way ends: where its TTL runs out, where it is refused, at the destination. */
function stopOf(path: SimPath, ttl: number): Stop | null {
  for (const [index, hop] of path.entries()) {
    if (index === path.length - 1) return { index, why: 'arrived' };
    if (index + 1 === ttl) return { index, why: 'expired' };
    if (hop.refuses !== undefined) return { index, why: 'refused' };
  }
  return null;
}

function saidBy(hop: SimHop, stop: Stop): Pick<Answered, 'kind' | 'code'> {
  if (stop.why === 'expired') return { kind: 'ttl-exceeded', code: 'ttl-exceeded' };
  if (stop.why === 'refused') return { kind: 'unreachable', code: hop.refuses ?? null };
  const kind = hop.says ?? 'unreachable';
  return { kind, code: kind === 'unreachable' ? (hop.code ?? 'port-unreachable') : (hop.code ?? null) };
}
