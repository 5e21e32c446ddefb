import type { TraceHop, TraceLink, TraceNode } from '../../../main/domain/model/trace.ts';

/** One router of the drawing: a row of its own, and a lane that no other of its hop has. */
export interface PlacedNode {
  readonly ttl: number;
  /** Null: silent. */
  readonly node: TraceNode | null;
  readonly lane: number;
  readonly row: number;
  /** Addresses that lead here; null: a silent one. */
  readonly from: readonly (string | null)[];
}

export interface PlacedLink {
  readonly from: PlacedNode;
  readonly to: PlacedNode;
}

export interface PathLayout {
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly lanes: number;
}

const addressOf = ({ node }: Pick<PlacedNode, 'node'>): string | null => node?.address ?? null;

const parentsOf = (links: readonly TraceLink[], ttl: number, address: string | null) =>
  links.filter(({ fromTtl, to }) => fromTtl === ttl - 1 && to === address).map(({ from }) => from);

/** Below those that lead to it, as near as can be: fewer lines cross. */
function weightOf(from: readonly (string | null)[], before: readonly PlacedNode[]): number {
  const lanes = before.filter((one) => from.includes(addressOf(one))).map(({ lane }) => lane);
  return lanes.length === 0 ? 0 : lanes.reduce((sum, lane) => sum + lane, 0) / lanes.length;
}

function placeHop(
  { ttl, nodes }: TraceHop,
  links: readonly TraceLink[],
  before: readonly PlacedNode[],
  firstRow: number,
): readonly PlacedNode[] {
  const here: readonly (TraceNode | null)[] = nodes.length === 0 ? [null] : nodes;
  const weighed = here.map((node) => {
    const from = parentsOf(links, ttl, node?.address ?? null);
    return { node, from, weight: weightOf(from, before) };
  });
  return weighed
    .sort((one, other) => one.weight - other.weight)
    .map(({ node, from }, lane) => ({ ttl, node, from, lane, row: firstRow + lane }));
}

/** Hops downwards, a row for each router; what leads where is drawn beside the rows, as in a history of versions. */
export function layOut(hops: readonly TraceHop[], links: readonly TraceLink[]): PathLayout {
  const nodes: PlacedNode[] = [];
  const placedLinks: PlacedLink[] = [];
  let before: readonly PlacedNode[] = [];
  for (const hop of hops) {
    const placed = placeHop(hop, links, before, nodes.length);
    for (const to of placed) {
      const sources = before.filter((from) => to.from.includes(addressOf(from)));
      placedLinks.push(...sources.map((from) => ({ from, to })));
    }
    nodes.push(...placed);
    before = placed;
  }
  return { nodes, links: placedLinks, lanes: Math.max(1, ...nodes.map(({ lane }) => lane + 1)) };
}

/** Pixels. */
export const ROW = 24;
/** Between two hops, where lines change lanes. */
export const BETWEEN = 12;
export const LANE = 16;

const hopsBefore = ({ nodes }: PathLayout, { ttl }: PlacedNode): number =>
  new Set(nodes.filter((one) => one.ttl < ttl).map((one) => one.ttl)).size;

export const xOf = ({ lane }: Pick<PlacedNode, 'lane'>): number => LANE / 2 + lane * LANE;
export const yOf = (layout: PathLayout, node: PlacedNode): number =>
  node.row * ROW + hopsBefore(layout, node) * BETWEEN + ROW / 2;

/** Down in its lane to the end of its hop, over in the room between, down in the other lane. */
export function linkPath(layout: PathLayout, { from, to }: PlacedLink): string {
  const [x1, y1, x2, y2] = [xOf(from), yOf(layout, from), xOf(to), yOf(layout, to)];
  const last = layout.nodes.filter(({ ttl }) => ttl === from.ttl).at(-1) ?? from;
  const upper = yOf(layout, last) + ROW / 2 - 6;
  const lower = upper + BETWEEN + 12;
  const middle = (upper + lower) / 2;
  return `M${x1} ${y1}V${Math.max(y1, upper)}C${x1} ${middle} ${x2} ${middle} ${x2} ${Math.min(y2, lower)}V${y2}`;
}

export const heightOf = (layout: PathLayout): number => {
  const last = layout.nodes.at(-1);
  return last === undefined ? 0 : yOf(layout, last) + ROW / 2;
};
