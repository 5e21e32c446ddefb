import type { Decapsulates } from '../../../../main/domain/model/encapsulation.ts';
import { seededRandom } from '../../../support/trace/random.ts';
import type { Topology } from '../topology.ts';
import type { Layout } from './random-layout.ts';
import { layoutOf, OWN } from './random-layout.ts';
import { topologyOf } from './random-topology.ts';
import { showsItself, truthOf } from './tunnel-routers.ts';
import { walk } from './walk.ts';

/** Who may answer at one distance; null: perhaps nobody does. Several where flows are spread. */
export type Stage = readonly (string | null)[];

/** A topology between the pc and one host, and all that must be found there. */
export interface RandomPath {
  readonly seed: number;
  readonly family: 4 | 6;
  readonly topology: Topology;
  readonly host: string;
  readonly own: string;
  /** One exact path, hop by hop to the host: every address once, those of routers that hide among them. */
  readonly path: readonly string[];
  /** From distance 1 on, the host last. */
  readonly forward: readonly Stage[];
  /** The host's own way home: itself first, the pc last. */
  readonly reverse: readonly Stage[];
  /** Of every address on the way. */
  readonly decapsulates: ReadonlyMap<string, Decapsulates>;
  /** What it is made of, for the message of a test that fails. */
  readonly text: string;
}

function stageOf(layout: Layout, names: readonly string[]): Stage {
  return [...new Set(names)].map((name) => {
    if (name === 'pc') return OWN[layout.family];
    const router = layout.routers.get(name);
    if (router === undefined) throw new Error(`no router ${name}`);
    return showsItself(router.sort) ? router.speaksAs : null;
  });
}

function stagesBetween(layout: Layout, topology: Topology, from: string, to: string): readonly Stage[] {
  return walk(topology, from, to).map((stage) =>
    stageOf(
      layout,
      stage.map(({ node }) => node),
    ),
  );
}

function truthsOf(layout: Layout): ReadonlyMap<string, Decapsulates> {
  const found = new Map<string, Decapsulates>();
  layout.line.forEach((stage, place) => {
    for (const name of stage) {
      const router = layout.routers.get(name);
      if (router === undefined) throw new Error(`no router ${name}`);
      const isCutOff = layout.filterBefore !== null && place >= layout.filterBefore;
      const truth = isCutOff ? 'untestable' : truthOf(router.sort);
      // An address that two have is the nearer one's as seen from here.
      for (const address of [router.address, ...router.more]) {
        if (!found.has(address)) found.set(address, truth);
      }
    }
  });
  return found;
}

const textOf = ({ family, line, routers, home, filterBefore }: Layout): string =>
  [
    `IPv${family}`,
    ...line.map((stage) => stage.map((name) => `${name} ${routers.get(name)?.sort}`).join(' | ')),
    home === null ? 'home by the same way' : `home by ${home.by.join(', ')} to ${home.to}`,
    ...(filterBefore === null ? [] : [`tunnels dropped before place ${filterBefore}`]),
  ].join('; ');

/** The same for the same seed. IPv4 for even seeds, IPv6 for odd ones. */
export function randomPath(seed: number): RandomPath {
  const layout = layoutOf(seededRandom(seed), seed % 2 === 0 ? 4 : 6);
  const topology = topologyOf(layout);
  const own = OWN[layout.family];
  const firsts = layout.line.map(([name = '']) => layout.routers.get(name)?.address ?? '');
  const host = firsts.at(-1) ?? '';
  return {
    seed,
    family: layout.family,
    topology,
    host,
    own,
    path: firsts,
    // The host answers what is for it, whatever it says of a TTL that ends.
    forward: [...stagesBetween(layout, topology, 'pc', host).slice(0, -1), [host]],
    reverse: [stageOf(layout, ['server']), ...stagesBetween(layout, topology, 'server', own)],
    decapsulates: truthsOf(layout),
    text: `seed ${seed}: ${textOf(layout)}`,
  };
}

/**
 * Of the hops that a trace shows, the one nearest to the host whose way home can be seen: which it may be, as flows are
 * spread; null: none.
 */
export function nearestThatUnwraps({ forward, decapsulates }: RandomPath): Stage {
  const found: (string | null)[] = [];
  for (const stage of forward.toReversed()) {
    const fitting = stage.filter((address) => address !== null && decapsulates.get(address) === 'yes');
    found.push(...fitting);
    if (fitting.length === stage.length) return found;
  }
  return [...found, null];
}
