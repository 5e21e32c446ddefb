import { losesMore, shareOf, sumOf, type Tally } from '../reading/tally.ts';
import type { Column } from './column.ts';

/** Flows and packets through a router that must be gone before it is said that nothing comes through. */
const FLOWS_AT_LEAST = 2;
const LOST_AT_LEAST = 8;
/** Many routers are compared with their neighbours: each alone must be surer. */
const WIDEN = 1.5;
/** Flows of which all packets got lost are no accident when plain loss explains them no better than this. */
const ACCIDENT = 0.01;

/** The ways that lose, each judged by the flows that take it. `others`: share of losses on the rest of the ways. */
export type LosingWays =
  | { readonly kind: 'dead'; readonly ttl: number; readonly router: string; readonly others: number }
  | {
      readonly kind: 'lossy';
      readonly ttl: number;
      readonly router: string;
      readonly share: number;
      readonly others: number;
    }
  /** Flows fare differently, but nobody can say which routers make the difference. */
  | { readonly kind: 'some' };

interface Branch {
  readonly ttl: number;
  readonly router: string;
  readonly flows: readonly number[];
  /** Of its own flows, and of the others at that distance, at the end of their paths. */
  readonly own: Tally;
  readonly rest: Tally;
}

/** The distances up to the destination's, and where the path of a flow ends, if that is known. */
export interface ExploredPath {
  readonly columns: readonly Column[];
  readonly endOf: (flow: number) => number | null;
}

const NOTHING: Tally = { known: 0, lost: 0 };

/** What became of a flow's packets to the end of its path. */
function fateOf({ columns, endOf }: ExploredPath, flow: number): Tally {
  const ttl = endOf(flow) ?? columns.length;
  return columns[ttl - 1]?.tally(flow) ?? NOTHING;
}

function branchesAt(path: ExploredPath, column: Column): readonly Branch[] {
  if (column.perPacket || column.nodes.size < 2) return [];
  const flows = [...column.flows()].filter((flow) => fateOf(path, flow).known > 0);
  return [...column.nodes].map((router) => {
    const through = flows.filter((flow) => column.addressOf(flow) === router);
    const besides = flows.filter((flow) => {
      const other = column.addressOf(flow);
      return other !== null && other !== router;
    });
    return {
      ttl: column.ttl,
      router,
      flows: through,
      own: sumOf(through.map((flow) => fateOf(path, flow))),
      rest: sumOf(besides.map((flow) => fateOf(path, flow))),
    };
  });
}

/** Not one packet of its flows was answered from beyond the router, at whatever distance. */
function isDead({ columns }: ExploredPath, { ttl, flows, own, rest }: Branch): boolean {
  const behind = columns.slice(ttl);
  const heard = flows.some((flow) => behind.some((column) => column.addressOf(flow) !== null));
  const lost = sumOf(behind.flatMap((column) => flows.map((flow) => column.tally(flow) ?? NOTHING))).lost;
  return flows.length >= FLOWS_AT_LEAST && !heard && lost >= LOST_AT_LEAST && losesMore(own, rest);
}

/** Some flows lost every packet, and the others so few that this is no accident. */
function faresDifferently(path: ExploredPath): boolean {
  const flows = new Set(path.columns.flatMap((column) => [...column.flows()]));
  const fates = [...flows].map((flow) => fateOf(path, flow)).filter(({ known }) => known > 0);
  const dead = fates.filter(({ known, lost }) => lost === known);
  const others = sumOf(fates.filter(({ known, lost }) => lost < known));
  if (dead.length === 0 || others.known === 0) return false;
  const usual = (others.lost + 1) / (others.known + 2);
  const least = Math.min(...dead.map(({ known }) => known));
  return fates.length * usual ** least < ACCIDENT;
}

/**
 * Whether some ways lose packets and others do not; null: not that one could tell. How often a distance answered
 * says nothing of it: the algorithm asks again wherever nothing comes back, so its counts are not those of traffic.
 */
export function losingWays(path: ExploredPath): LosingWays | null {
  const branches = path.columns.slice(0, -1).map((column) => branchesAt(path, column));
  const dead = branches.toReversed().flatMap((at) => at.filter((branch) => isDead(path, branch)))[0];
  if (dead !== undefined) {
    return { kind: 'dead', ttl: dead.ttl, router: dead.router, others: shareOf(dead.rest) };
  }
  const lossy = branches.flatMap((at) => at.filter(({ own, rest }) => losesMore(own, rest, WIDEN)))[0];
  if (lossy !== undefined) {
    const { ttl, router, own, rest } = lossy;
    return { kind: 'lossy', ttl, router, share: shareOf(own), others: shareOf(rest) };
  }
  return faresDifferently(path) ? { kind: 'some' } : null;
}
