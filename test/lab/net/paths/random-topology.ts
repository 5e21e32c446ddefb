import type { ChosenRoute, LinkSpec, NodeSpec, Topology } from '../topology.ts';
import { hostPrefix } from '../topology.ts';
import type { Layout, Placed } from './random-layout.ts';
import { OWN } from './random-layout.ts';
import { speaksAs } from './rules.ts';
import { ACCEPT_LOCAL, madeSo } from './tunnel-routers.ts';

const linkName = (a: string, b: string): string => `${a}-${b}`;

/** Neighbours, in the order of the way out and, for the way home of its own, of the way home. */
function neighbours({ line, home }: Layout): readonly (readonly [string, string])[] {
  const along = [['pc'], ...line];
  const pairs = along
    .slice(1)
    .flatMap((stage, index) =>
      stage.flatMap((far) => (along[index] ?? []).map((near) => [near, far] as const)),
    );
  if (home === null) return pairs;
  const around = [line[home.from]?.[0] ?? '', ...home.by, home.to];
  return [...pairs, ...around.slice(1).map((to, index) => [around[index] ?? '', to] as const)];
}

function linksOf(layout: Layout): readonly LinkSpec[] {
  const { line, filterBefore, delayMs } = layout;
  return neighbours(layout).map(([a, b], index): LinkSpec => {
    const delay = { delayMs: delayMs[index] ?? 1 };
    const isFiltered = filterBefore !== null && line[filterBefore]?.includes(b) && !a.startsWith('h');
    const forward = isFiltered ? { ...delay, drop: ['4in4', '6in6'] as const } : delay;
    return { name: linkName(a, b), a: { node: a }, b: { node: b }, forward, backward: delay };
  });
}

/** Towards the pc: by the way home of its own, if this is where it is taken, else back along the line. */
function homeLink(
  { line, home, spreadsHome }: Layout,
  place: number,
  name: string,
): string | readonly string[] {
  if (home !== null && place === home.from) return linkName(name, home.by[0] ?? '');
  const before = line[place - 1] ?? ['pc'];
  const links = before.map((near) => linkName(near, name));
  const [first = ''] = links;
  return spreadsHome && links.length > 1 ? links : first;
}

/** Whatever lies further along the line is reached along the line. */
function outwardRoutes({ line, routers }: Layout, place: number, name: string): readonly ChosenRoute[] {
  const next = line[place + 1] ?? [];
  return line.slice(place + 1).flatMap((stage, distance) =>
    stage.flatMap((far) => {
      const links = distance === 0 ? [linkName(name, far)] : next.map((each) => linkName(name, each));
      const [first = ''] = links;
      const router = routers.get(far);
      const addresses = router === undefined ? [] : [router.address, ...router.more];
      return addresses.map((to) => ({ to: hostPrefix(to), link: links.length > 1 ? links : first }));
    }),
  );
}

/** An address of one's own is not routed anywhere, though the next router may have it as well. */
const notOwn =
  ({ address, more }: Placed) =>
  ({ to }: ChosenRoute): boolean =>
    ![address, ...more].map(hostPrefix).includes(to);

function lineNode(layout: Layout, place: number, name: string): NodeSpec {
  const router = layout.routers.get(name);
  if (router === undefined) throw new Error(`no router ${name}`);
  const { address, more, sort } = router;
  const made = madeSo(sort);
  const isOthers = ![address, ...more].includes(router.speaksAs);
  const source = isOthers ? address : router.speaksAs;
  const home = { to: hostPrefix(OWN[layout.family]), link: homeLink(layout, place, name), source };
  // The nearer of two that share an address is the one that is meant: its route comes first.
  const outward = outwardRoutes(layout, place, name).filter(notOwn(router));
  const routes = [home, ...new Map(outward.toReversed().map((route) => [route.to, route])).values()];
  const rules = [...(made.rules ?? []), ...(isOthers ? [speaksAs([[address, router.speaksAs]])] : [])];
  // Linux drops what seems to come from itself, so also the answers of one that has the same address.
  const sysctls = { ...made.sysctls, ...(more.length > 0 ? { [ACCEPT_LOCAL]: '1' } : {}) };
  return { ...made, name, kind: 'router', addresses: [address, ...more], routes, rules, sysctls };
}

function homeNodes({ family, routers, home }: Layout): readonly NodeSpec[] {
  if (home === null) return [];
  return home.by.map((name, index): NodeSpec => {
    const router = routers.get(name);
    if (router === undefined) throw new Error(`no router ${name}`);
    const link = linkName(name, home.by[index + 1] ?? home.to);
    return {
      ...madeSo(router.sort),
      name,
      kind: 'router',
      addresses: [router.address],
      routes: [{ to: hostPrefix(OWN[family]), link }],
    };
  });
}

/** A layout as the lab can bring it up. */
export function topologyOf(layout: Layout): Topology {
  const line = layout.line.flatMap((stage, place) => stage.map((name) => lineNode(layout, place, name)));
  return {
    nodes: [{ name: 'pc', kind: 'host', addresses: [OWN[layout.family]] }, ...line, ...homeNodes(layout)],
    links: linksOf(layout),
  };
}
