import { ENDS } from './detours.ts';
import type { RouterSort } from './tunnel-routers.ts';

type Family = 4 | 6;
type Random = () => number;

export const OWN = { 4: ENDS.pc.ipv4, 6: ENDS.pc.ipv6 } as const;

/** One router of the layout; the far host is one too, named `server`. */
export interface Placed {
  readonly address: string;
  /** Further addresses it has. */
  readonly more: readonly string[];
  /** What its time-exceeded messages are from. */
  readonly speaksAs: string;
  readonly sort: RouterSort;
}

/** What a seed stands for, before it is made a topology. */
export interface Layout {
  readonly family: Family;
  /** Names by place, nearest first; several: flows are spread over them. The host is last. */
  readonly line: readonly (readonly string[])[];
  readonly routers: ReadonlyMap<string, Placed>;
  /** A way home of its own: from this place of the line by these routers to that name. Null: back along the line. */
  readonly home: { readonly from: number; readonly by: readonly string[]; readonly to: string } | null;
  /** Where tunnels towards this place of the line are dropped on the link; null: nowhere. */
  readonly filterBefore: number | null;
  /** Where a stage of several is: whether flows home are spread over it too. */
  readonly spreadsHome: boolean;
  /** Of each link one way, milliseconds, for the n-th link made. */
  readonly delayMs: readonly number[];
}

const among = <T>(random: Random, list: readonly T[]): T => {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
};

const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random() * (to - from + 1));

const COMMON: readonly RouterSort[] = ['open', 'open', 'open', 'strict', 'strict', 'refuses', 'refuses'];
const RARE: readonly RouterSort[] = ['hidden', 'mute', 'swallows', 'dead'];
/** The host answers pings: what can be known of one that answers nothing is for tests of their own. */
const HOSTS: readonly RouterSort[] = ['open', 'open', 'open', 'strict', 'hidden', 'refuses', 'swallows'];

const sortOf = (random: Random): RouterSort => among(random, random() < 0.65 ? COMMON : RARE);

const addressOf = (family: Family, number: number): string =>
  family === 4 ? `198.51.100.${number}` : `2001:db8:2::${number.toString(16)}`;

function lineOf(random: Random): readonly (readonly string[])[] {
  const routers = between(random, 2, 6);
  const spread = random() < 0.35 ? between(random, 1, routers - 1) : -1;
  const names = Array.from({ length: routers }, (_, place) =>
    place === spread ? [`r${place}a`, `r${place}b`] : [`r${place}`],
  );
  return [...names, ['server']];
}

/** Leaves and enters the line where it is one router wide. */
function homeOf(random: Random, line: readonly (readonly string[])[]): Layout['home'] {
  if (random() < 0.45) return null;
  const single = line.flatMap((stage, place) => (stage.length === 1 ? [place] : []));
  const from = among(random, single.slice(1));
  const to = among(
    random,
    single.filter((place) => place < from),
  );
  const by = Array.from({ length: between(random, 1, 3) }, (_, index) => `h${index}`);
  return { from, by, to: line[to]?.[0] ?? '' };
}

interface Choice {
  readonly family: Family;
  readonly line: readonly (readonly string[])[];
  readonly home: Layout['home'];
}

function routersOf(random: Random, { family, line, home }: Choice): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  const names = [...line.flat(), ...(home?.by ?? [])];
  names.forEach((name, index) => {
    const address = name === 'server' ? hostOf(family) : addressOf(family, index + 1);
    const sort = name === 'server' ? among(random, HOSTS) : sortOf(random);
    placed.set(name, { address, more: [], speaksAs: address, sort });
  });
  return random() < 0.25 ? withDoubtfulAddress(random, family, line, placed) : placed;
}

const hostOf = (family: Family): string => (family === 4 ? ENDS.server.ipv4 : ENDS.server.ipv6);

/** Two neighbours that speak with one address, or a last router that speaks with the host's. */
function withDoubtfulAddress(
  random: Random,
  family: Family,
  line: readonly (readonly string[])[],
  placed: ReadonlyMap<string, Placed>,
): ReadonlyMap<string, Placed> {
  const found = new Map(placed);
  const change = (name: string, what: Partial<Placed>): void => {
    const router = placed.get(name);
    if (router !== undefined) found.set(name, { ...router, ...what });
  };
  const [last = ''] = line.at(-2) ?? [];
  const pairs = line.slice(0, -2).flatMap((stage, place) => {
    const [near = '', ...others] = stage;
    const [far = '', ...more] = line[place + 1] ?? [];
    return others.length + more.length === 0 ? [[near, far] as const] : [];
  });
  if (random() < 0.5 || pairs.length === 0) {
    if (line.at(-2)?.length === 1) change(last, { speaksAs: hostOf(family) });
    return found;
  }
  const [near, far] = among(random, pairs);
  const shared = addressOf(family, 99);
  const sort = placed.get(near)?.sort ?? 'open';
  change(near, { more: [shared], speaksAs: shared });
  change(far, { more: [shared], speaksAs: shared, sort });
  return found;
}

/** All that is random about a path. */
export function layoutOf(random: Random, family: Family): Layout {
  const line = lineOf(random);
  const home = homeOf(random, line);
  const routers = routersOf(random, { family, line, home });
  const singles = line.flatMap((stage, place) =>
    place > 0 && stage.length === 1 && line[place - 1]?.length === 1 ? [place] : [],
  );
  return {
    family,
    line,
    routers,
    home,
    filterBefore: random() < 0.08 && singles.length > 0 ? among(random, singles) : null,
    spreadsHome: random() < 0.6,
    delayMs: Array.from({ length: 24 }, () => 0.5 + random() * 2.5),
  };
}
