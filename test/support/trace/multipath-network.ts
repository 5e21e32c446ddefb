import type { TraceLink } from '../../../main/domain/model/trace.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import type { Instant } from '../../../main/domain/outage/types.ts';
import type {
  Answered,
  PlannedProbe,
  ProbeResult,
  TraceEngine,
  TracePlan,
  TraceStep,
} from '../../../main/domain/trace/types.ts';

export const DESTINATION = '198.51.100.99';

/** Routers by name, each with its next hops; `start` is where this machine's packets go first. */
export interface Graph {
  readonly start: readonly string[];
  readonly next: Readonly<Record<string, readonly string[]>>;
}

export interface NetworkOptions {
  readonly seed: number;
  /** Chance that a probe, or its answer, gets lost. */
  readonly loss?: number;
  readonly silent?: ReadonlySet<string>;
  /** Routers that choose the next hop anew for each packet. */
  readonly perPacket?: ReadonlySet<string>;
  readonly hopDelayMs?: number;
  /** Makes something else of an answer; null: none comes. */
  readonly alter?: (probe: PlannedProbe, answer: Answered, nowMs: number) => Answered | null;
}

/** A small generator of known quality (mulberry32), so that every run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The finalizer of MurmurHash3: every bit of the input changes every bit of the output with an even chance. */
function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Evenly spread over [0, count), the same for the same router and flow. */
function spread(seed: number, router: string, flow: number, count: number): number {
  let hash = mixed(seed + 0x9e3779b9);
  for (const letter of router) hash = mixed(hash ^ letter.charCodeAt(0));
  return Math.floor((mixed(mixed(hash ^ flow) + 0x9e3779b9) / 2 ** 32) * count);
}

export const answer = (change: Partial<Answered>): Answered => ({
  kind: 'ttl-exceeded',
  from: '192.0.2.1',
  rttMs: 10,
  code: 'ttl-exceeded',
  ttl: 60,
  quotedTtl: 1,
  translated: false,
  mtu: null,
  mpls: [],
  interfaces: [],
  ...change,
});

export class MultipathNetwork {
  readonly #graph: Graph;
  readonly #options: NetworkOptions;
  readonly #random: () => number;

  constructor(graph: Graph, options: NetworkOptions) {
    this.#graph = graph;
    this.#options = options;
    this.#random = randomFrom(options.seed);
  }

  /** What comes back for a probe, and after how long; null: nothing. */
  send(probe: PlannedProbe, nowMs: number): Answered | null {
    if (this.#random() < (this.#options.loss ?? 0)) return null;
    const { address, distance } = this.#walk(probe);
    if (this.#options.silent?.has(address) === true) return null;
    const rttMs = distance * (this.#options.hopDelayMs ?? 5) + this.#random();
    const told =
      address === DESTINATION
        ? answer({ kind: 'unreachable', code: 'port-unreachable', from: address, rttMs })
        : answer({ from: address, rttMs });
    return this.#options.alter === undefined ? told : this.#options.alter(probe, told, nowMs);
  }

  #walk({ ttl, flow }: PlannedProbe): { readonly address: string; readonly distance: number } {
    const { seed, perPacket } = this.#options;
    let at = 'start';
    let hops = this.#graph.start;
    for (let distance = 1; ; distance += 1) {
      const choice =
        perPacket?.has(at) === true
          ? Math.floor(this.#random() * hops.length)
          : spread(seed, at, flow, hops.length);
      at = hops[choice] ?? DESTINATION;
      if (at === DESTINATION || distance === ttl) return { address: at, distance };
      hops = this.#graph.next[at] ?? [DESTINATION];
    }
  }
}

export const instant = (ms: number): Instant => ({
  monoMs: monoMs(ms),
  wallMs: wallMs(1_700_000_000_000 + ms),
});

export const planFor = (change: Partial<TracePlan> = {}): TracePlan => ({
  mode: 'multipath',
  family: 4,
  address: DESTINATION,
  method: 'udp',
  port: 33434,
  size: 64,
  maxHops: 30,
  queries: 3,
  timeoutMs: 2000,
  window: 128,
  intervalMs: 1000,
  flow: 0,
  expectedHops: null,
  findMtu: false,
  ...change,
});

export interface Run {
  readonly durationMs: number;
  readonly packets: number;
  readonly mostInFlight: number;
  readonly probes: readonly PlannedProbe[];
}

interface Due {
  readonly atMs: number;
  readonly key: number;
  readonly result: ProbeResult;
}

/** Latest first, so that the next one is taken from the end. */
function insert(due: Due[], item: Due): void {
  let low = 0;
  let high = due.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((due[middle]?.atMs ?? 0) > item.atMs) low = middle + 1;
    else high = middle;
  }
  due.splice(low, 0, item);
}

/** Runs an engine against a network to its end, in simulated time. */
export function runEngine(
  engine: TraceEngine,
  send: (probe: PlannedProbe, nowMs: number) => Answered | null,
  timeoutMs = 2000,
): Run {
  const due: Due[] = [];
  const probes: PlannedProbe[] = [];
  let mostInFlight = 0;
  let nowMs = 0;
  let step: TraceStep = engine.start(instant(nowMs));
  for (;;) {
    for (const probe of step.send) {
      probes.push(probe);
      const back = send(probe, nowMs);
      const result: ProbeResult = back === null ? { outcome: 'lost' } : { outcome: 'answered', answer: back };
      insert(due, { atMs: nowMs + (back?.rttMs ?? timeoutMs), key: probe.key, result });
    }
    mostInFlight = Math.max(mostInFlight, due.length);
    if (step.done) return { durationMs: nowMs, packets: probes.length, mostInFlight, probes };
    const first = due.at(-1);
    const wakeMs = step.wakeAtMono ?? Number.POSITIVE_INFINITY;
    if (first !== undefined && first.atMs <= wakeMs) {
      due.pop();
      nowMs = first.atMs;
      step = engine.result(first.key, first.result, instant(nowMs));
    } else if (Number.isFinite(wakeMs)) {
      nowMs = Math.max(nowMs, wakeMs);
      step = engine.tick(instant(nowMs));
    } else {
      throw new Error('the engine waits for nothing');
    }
  }
}

const key = (link: TraceLink): string => `${link.fromTtl} ${link.from ?? '*'} > ${link.to ?? '*'}`;

/** The links as sorted lines: easy to compare. */
export const linkLines = (links: readonly TraceLink[]): string[] => links.map(key).sort();

/** The links that a graph has, as `linkLines` has them, for routers that all answer. */
export function expectedLines(graph: Graph): string[] {
  const lines = new Set<string>();
  let level = new Set(graph.start);
  for (let ttl = 1; level.size > 0; ttl += 1) {
    const below = new Set<string>();
    for (const from of level) {
      if (from === DESTINATION) continue;
      for (const to of graph.next[from] ?? [DESTINATION]) {
        lines.add(key({ fromTtl: ttl, from, to }));
        below.add(to);
      }
    }
    level = below;
  }
  return [...lines].sort();
}

const name = (ttl: number, index = 1): string => `10.0.${ttl}.${index}`;
const names = (ttl: number, count: number): string[] =>
  Array.from({ length: count }, (_, index) => name(ttl, index + 1));

/** A line of routers whose widths are given; each of one distance leads to all of the next. */
export function layers(...widths: readonly number[]): Graph {
  const next: Record<string, readonly string[]> = {};
  widths.forEach((width, index) => {
    const below = widths[index + 1];
    for (const from of names(index + 1, width)) {
      next[from] = below === undefined ? [DESTINATION] : names(index + 2, below);
    }
  });
  return { start: names(1, widths[0] ?? 1), next };
}

/** One router that opens `first` ways, each of which opens `second` of its own, then all meet again. */
export function nestedDiamond(first: number, second: number): Graph {
  const meeting = name(5);
  const next: Record<string, readonly string[]> = { [name(1)]: [name(2)], [name(2)]: names(3, first) };
  names(3, first).forEach((middle, index) => {
    const own = Array.from({ length: second }, (_, member) => name(4, index * second + member + 1));
    next[middle] = own;
    for (const leaf of own) next[leaf] = [meeting];
  });
  next[meeting] = [DESTINATION];
  return { start: [name(1)], next };
}
