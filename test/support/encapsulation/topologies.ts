import { seededRandom } from '../trace/random.ts';
import { CLIENT, type SimLink, SimNetwork, type SimRouter, type SimTopology } from './network.ts';

export const addressOf = (family: 4 | 6, number: number): string =>
  family === 4 ? `10.0.${number}.1` : `2001:db8::${number.toString(16)}`;

export const routerOf = (
  family: 4 | 6,
  number: number,
  changes: Partial<Omit<SimRouter, 'address'>> = {},
): SimRouter => ({
  address: addressOf(family, number),
  encapsulated: 'unwraps',
  acceptsLocal: false,
  checksSource: false,
  answersEcho: true,
  tellsExpiry: true,
  initialTtl: 64,
  ...changes,
});

const joined = (from: string, to: string, there = {}, back = {}): readonly SimLink[] => [
  { from, to, cost: 10, delayMs: 5, loss: 0, ...there },
  { from: to, to: from, cost: 10, delayMs: 5, loss: 0, ...back },
];

export interface LineOptions {
  readonly family?: 4 | 6;
  readonly seesOwn?: boolean;
  /** Of the link from the router before it (0: this machine) to that one, and of the other direction. */
  readonly lossTo?: Readonly<Record<number, number>>;
  readonly lossFrom?: Readonly<Record<number, number>>;
  readonly maxBytesTo?: Readonly<Record<number, number>>;
  readonly duplicates?: number;
  readonly delayMs?: number;
}

export interface Scene {
  readonly topology: SimTopology;
  readonly path: readonly string[];
}

/** Routers in a row, numbered from 1; what is left out of a router is as ordinary as can be. */
export function lineOf(
  routers: readonly Partial<Omit<SimRouter, 'address'>>[],
  {
    family = 4,
    seesOwn = false,
    lossTo = {},
    lossFrom = {},
    maxBytesTo = {},
    duplicates = 0,
    delayMs = 5,
  }: LineOptions = {},
): Scene {
  const all = routers.map((changes, index) => routerOf(family, index + 1, changes));
  const names = [CLIENT, ...all.map(({ address }) => address)];
  const links = all.flatMap(({ address }, index) => {
    const maxBytes = maxBytesTo[index + 1];
    return joined(
      names[index] ?? CLIENT,
      address,
      { delayMs, loss: lossTo[index + 1] ?? 0, ...(maxBytes === undefined ? {} : { maxBytes }) },
      { delayMs, loss: lossFrom[index + 1] ?? 0 },
    );
  });
  return {
    topology: { family, routers: all, links, seesOwn, duplicates },
    path: all.map(({ address }) => address),
  };
}

export const plain = (count: number): readonly Partial<Omit<SimRouter, 'address'>>[] =>
  Array.from({ length: count }, () => ({}));

export interface RandomOptions {
  /** One direction of one link on the path loses so much; chosen by the seed. */
  readonly loss?: (random: () => number) => number;
  /** Share of the routers that unwrap. */
  readonly unwrapping?: number;
  /** Share of the routers that check sources. */
  readonly checking?: number;
}

function randomRouter(family: 4 | 6, number: number, random: () => number, unwrapping: number): SimRouter {
  const others = ['refuses', 'swallows'] as const;
  const encapsulated = random() < unwrapping ? 'unwraps' : (others[Math.floor(random() * 2)] ?? 'refuses');
  return routerOf(family, number, {
    encapsulated,
    acceptsLocal: random() < 0.3,
    answersEcho: random() < 0.8,
    tellsExpiry: random() < 0.85,
    initialTtl: random() < 0.7 ? 64 : 255,
  });
}

/**
 * A row of 3 to 12 routers with others beside it: some make a second way that is as good (ECMP), some a better way back,
 * so that returns are asymmetric. By the seed, and the same for the same one.
 */
export function randomScene(
  seed: number,
  { loss = () => 0, unwrapping = 0.75, checking = 0 }: RandomOptions = {},
): Scene {
  const random = seededRandom(seed);
  const family = random() < 0.3 ? 6 : 4;
  const count = 3 + Math.floor(random() * 10);
  const routers = Array.from({ length: count }, (_, index) =>
    randomRouter(family, index + 1, random, unwrapping),
  );
  const names = [CLIENT, ...routers.map(({ address }) => address)];
  const links: SimLink[] = [];
  const delay = () => ({ delayMs: 1 + random() * 10 });
  for (const [index, { address }] of routers.entries()) {
    links.push(...joined(names[index] ?? CLIENT, address, delay(), delay()));
  }
  for (let extra = 0; extra < 3; extra += 1) {
    const from = 1 + Math.floor(random() * Math.max(1, count - 2));
    const to = Math.min(count, from + 2);
    const beside = randomRouter(family, 100 + extra, random, unwrapping);
    routers.push(beside);
    // 10: as good as the way through the row; 4 on the way back: better, so returns take it.
    const back = random() < 0.5 ? 4 : 30;
    links.push(
      ...joined(names[from] ?? '', beside.address, { cost: 10, ...delay() }, { cost: back, ...delay() }),
      ...joined(beside.address, names[to] ?? '', { cost: 10, ...delay() }, { cost: back, ...delay() }),
    );
  }
  const whole: SimTopology = { family, routers, links, seesOwn: family === 6 };
  const path = new SimNetwork(whole).pathTo(names[count] ?? '');
  const at = Math.floor(random() * path.length);
  const ends = [path[at - 1] ?? CLIENT, path[at] ?? ''];
  const [from, to] = random() < 0.5 ? ends : ends.toReversed();
  const share = loss(random);
  return {
    topology: {
      ...whole,
      routers: routers.map((router) => ({ ...router, checksSource: random() < checking })),
      links: links.map((link) => (link.from === from && link.to === to ? { ...link, loss: share } : link)),
    },
    path,
  };
}
