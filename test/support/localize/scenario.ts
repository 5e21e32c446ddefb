import type { KnownHop, PathHop, Side } from '../../../main/domain/localize/types.ts';
import { Random } from '../../unit/outage/simulator/random.ts';

/** Answers so many a second, and saves up so many. */
export interface Bucket {
  readonly perSecond: number;
  readonly burst: number;
}

/** How a hop treats one kind of packet: a share that it answers, and a limit on how often. */
export interface Answering {
  readonly share: number;
  readonly bucket: Bucket | null;
}

export interface HopTraits {
  readonly reports: Answering;
  readonly pings: Answering;
  readonly reassembles: boolean;
  /** Links that its answers pass, by number: k for the path's own link k, DETOUR + n for others. */
  readonly wayHome: readonly number[];
}

export interface LinkLoss {
  readonly loss: number;
  /** Milliseconds of a bad state; null: independent losses. */
  readonly burstMs: number | null;
  readonly badLoss: number;
}

export const DETOUR = 100;

export interface Scenario {
  readonly seed: number;
  readonly hops: readonly HopTraits[];
  /** As the localizer is told of them. */
  readonly path: readonly PathHop[];
  readonly forward: ReadonlyMap<number, LinkLoss>;
  readonly back: ReadonlyMap<number, LinkLoss>;
  /** Lost on any path by chance. */
  readonly background: number;
  readonly truth: Truth;
}

/** What a link of the path loses, as shares. */
export interface LinkTruth {
  readonly forward: number;
  readonly back: number;
}

/** What the destination's packets suffer from, by link of the path. Empty: no fault. */
export interface Truth {
  readonly links: ReadonlyMap<number, LinkTruth>;
  /** Lost on the way to the destination and back, in all. */
  readonly loss: number;
}

const NEVER: Answering = { share: 0, bucket: null };
const ALWAYS: Answering = { share: 1, bucket: null };

const pick = <T>(random: Random, items: readonly T[]): T => {
  const item = items[Math.floor(random.next() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

const logUniform = (random: Random, low: number, high: number): number =>
  low * Math.exp(random.next() * Math.log(high / low));

/** Two of five hops are mute or limit their answers; others may not answer pings or not put fragments together. */
function intermediate(random: Random): Omit<HopTraits, 'wayHome'> {
  const draw = random.next();
  const linux: Bucket | null = random.next() < 0.5 ? { perSecond: 1, burst: 6 } : null;
  if (draw < 0.15) return { reports: NEVER, pings: NEVER, reassembles: false };
  if (draw < 0.2) return { reports: { share: 1, bucket: linux }, pings: NEVER, reassembles: false };
  const reassembles = random.next() < 0.8;
  if (draw < 0.32) {
    const limited = (): Answering => ({ share: random.between(0.05, 0.95), bucket: null });
    return { reports: limited(), pings: limited(), reassembles };
  }
  if (draw < 0.4) {
    const bucket = { perSecond: random.between(0.5, 3), burst: 1 + Math.floor(random.between(0, 6)) };
    return { reports: { share: 1, bucket }, pings: { share: 1, bucket }, reassembles };
  }
  return { reports: { share: 1, bucket: linux }, pings: ALWAYS, reassembles };
}

function destination(random: Random): Omit<HopTraits, 'wayHome'> {
  const draw = random.next();
  const reassembles = random.next() < 0.85;
  if (draw < 0.06) return { reports: NEVER, pings: NEVER, reassembles: false };
  if (draw < 0.12)
    return { reports: NEVER, pings: { share: random.between(0.05, 0.95), bucket: null }, reassembles };
  if (draw < 0.18) {
    return {
      reports: NEVER,
      pings: { share: 1, bucket: { perSecond: random.between(1, 4), burst: 5 } },
      reassembles,
    };
  }
  return { reports: NEVER, pings: ALWAYS, reassembles };
}

/** Links of the ways home: the path's own, or around some of it. */
function waysHome(random: Random, count: number): readonly (readonly number[])[] {
  const ways = Array.from({ length: count }, (_, at) =>
    Array.from({ length: at + 1 }, (_, link) => at + 1 - link),
  );
  // Beyond some hop all come home another way, which joins the path again farther on.
  if (random.next() < 0.3) {
    const from = 1 + Math.floor(random.between(0, count));
    const joins = Math.floor(random.between(0, from));
    for (let hop = from; hop <= count; hop += 1) {
      ways[hop - 1] = [DETOUR, ...Array.from({ length: joins }, (_, link) => joins - link)];
    }
  }
  for (let hop = 1; hop < count; hop += 1) {
    if (random.next() >= 0.1) continue;
    const joins = Math.floor(random.between(0, hop));
    ways[hop - 1] = [DETOUR + hop, ...Array.from({ length: joins }, (_, link) => joins - link)];
  }
  return ways;
}

/** What a fault is like: a tenth are total, the others 1 to 100 %, evenly on a logarithmic scale. */
function drawLoss(random: Random): LinkLoss {
  const loss = random.next() < 0.1 ? 1 : logUniform(random, 0.01, 1);
  const burstMs = random.next() < 0.35 ? logUniform(random, 20, 1_000) : null;
  return { loss, burstMs, badLoss: random.between(0.5, 1) };
}

interface Faults {
  readonly forward: Map<number, LinkLoss>;
  readonly back: Map<number, LinkLoss>;
}

function drawFaults(random: Random, ways: readonly (readonly number[])[]): Faults {
  const faults: Faults = { forward: new Map(), back: new Map() };
  const count = ways.length;
  const link = (): number => 1 + Math.floor(random.next() * count);
  // Any link of any hop's way home: some of them are nothing to the destination.
  const backLink = (): number =>
    random.next() < 0.7 ? pick(random, ways.at(-1) ?? [1]) : pick(random, ways.flat());
  const draw = random.next();
  if (draw < 0.3) return faults;
  if (draw < 0.58) faults.forward.set(link(), drawLoss(random));
  else if (draw < 0.83) faults.back.set(backLink(), drawLoss(random));
  else if (draw < 0.92) {
    const both = link();
    faults.forward.set(both, drawLoss(random));
    faults.back.set(both, drawLoss(random));
  } else {
    for (const _ of [1, 2]) {
      if (random.next() < 0.5) faults.forward.set(link(), drawLoss(random));
      else faults.back.set(backLink(), drawLoss(random));
    }
  }
  return faults;
}

function truthOf(ways: readonly (readonly number[])[], { forward, back }: Faults): Truth {
  const links = new Map<number, LinkTruth>();
  const home = ways.at(-1) ?? [];
  let survival = 1;
  for (const [link, { loss }] of forward) {
    links.set(link, { forward: loss, back: 0 });
    survival *= 1 - loss;
  }
  for (const [link, { loss }] of back) {
    if (!home.includes(link)) continue;
    survival *= 1 - loss;
    // A link that is none of the path's own shows from the first hop on whose answers pass it.
    const place = link < DETOUR ? link : ways.findIndex((way) => way.includes(link)) + 1;
    const there = links.get(place) ?? { forward: 0, back: 0 };
    links.set(place, { ...there, back: 1 - (1 - there.back) * (1 - loss) });
  }
  return { links, loss: 1 - survival };
}

/** With a baseline from a healthy day, or traced through the fault: then what lies behind a dead link is silent. */
function knownPath(random: Random, hops: readonly HopTraits[], faults: Faults): readonly PathHop[] {
  const hasBaseline = random.next() < 0.6;
  const sides: readonly Side[] = ['own', 'provider', 'provider', 'beyond'];
  const isDead = ({ loss }: LinkLoss): boolean => loss > 0.9;
  const firstDead = Math.min(
    Number.POSITIVE_INFINITY,
    ...[...faults.forward].filter(([, loss]) => isDead(loss)).map(([link]) => link),
  );
  const isCutOff = (hop: number): boolean =>
    hop >= firstDead ||
    (hops[hop - 1]?.wayHome ?? []).some((link) =>
      isDead(faults.back.get(link) ?? { loss: 0, burstMs: null, badLoss: 1 }),
    );
  return hops.map((hop, at) => {
    const isLast = at === hops.length - 1;
    const wasSeen = hop.reports.share > 0 && (hasBaseline || !isCutOff(at + 1));
    const known: KnownHop = {
      ...(wasSeen && !isLast ? { answersTtlLimited: true } : {}),
      ...(hasBaseline && hop.pings.share > 0 ? { answersEcho: true } : {}),
    };
    return {
      address: isLast || wasSeen ? `198.51.100.${at + 1}` : null,
      side: sides[Math.min(at, sides.length - 1)] ?? 'beyond',
      known,
    };
  });
}

/** The same seed, the same path with the same fault. */
export function drawScenario(seed: number): Scenario {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  const count = 4 + Math.floor(random.next() * 17);
  const ways = waysHome(random, count);
  const hops = Array.from(
    { length: count },
    (_, at): HopTraits => ({
      ...(at === count - 1 ? destination(random) : intermediate(random)),
      wayHome: ways[at] ?? [],
    }),
  );
  const faults = drawFaults(random, ways);
  return {
    seed,
    hops,
    path: knownPath(random, hops, faults),
    ...faults,
    background: pick(random, [0, 0.0003, 0.001]),
    truth: truthOf(ways, faults),
  };
}
