import type { RoundTrips, TraceHop, TraceLink, TraceNode, TraceSample } from '../../domain/model/trace.ts';
import { printable } from '../terminal/terminal.ts';
import { hopRemarks, nodeRemarks } from './remarks.ts';

/** One line of the table: an address that answered, or hops that did not. */
export interface Row {
  /** `3`, `9-32`; empty on a further address of the same hop. */
  readonly hop: string;
  /** Null: silent. */
  readonly node: TraceNode | null;
  /** Of the hop's first line; null on further ones, whose share of what was lost nobody knows. */
  readonly figures: TraceHop | null;
  readonly rttMs: RoundTrips | null;
  readonly samples: readonly TraceSample[];
  readonly remarks: readonly string[];
}

/** Why a hop shows nobody. */
function silence({ sent, lossPercent, reading }: TraceHop): string {
  if (sent === 0) return 'not asked';
  return lossPercent === null && reading !== 'silent' ? 'waiting' : 'no answer';
}

const silentRow = (first: TraceHop, last: TraceHop): Row => ({
  hop: first === last ? String(first.ttl) : `${first.ttl}-${last.ttl}`,
  node: null,
  figures: first === last ? first : null,
  rttMs: null,
  samples: first === last ? first.samples : [],
  remarks: [silence(first)],
});

/** Behind which of the routers before it this one is; empty where that goes without saying. */
function waysTo(hop: TraceHop, node: TraceNode, links: readonly TraceLink[]): readonly string[] {
  const before = (ttl: number): readonly TraceLink[] => links.filter(({ fromTtl }) => fromTtl === ttl);
  const all = new Set(before(hop.ttl - 1).map(({ from }) => from));
  const own = new Set(
    before(hop.ttl - 1)
      .filter(({ to }) => to === node.address)
      .map(({ from }) => from),
  );
  if (own.size === 0 || own.size === all.size) return [];
  return [`behind ${[...own].map((from) => (from === null ? '*' : printable(from))).join(', ')}`];
}

function answeredRows(hop: TraceHop, links: readonly TraceLink[]): readonly Row[] {
  return hop.nodes.map((node, index) => ({
    hop: index === 0 ? String(hop.ttl) : '',
    node,
    figures: index === 0 ? hop : null,
    // Of several each has its own round trips.
    rttMs: hop.nodes.length === 1 ? hop.rttMs : node.rttMs,
    samples: index === 0 ? hop.samples : [],
    remarks: [...waysTo(hop, node, links), ...(index === 0 ? hopRemarks(hop) : []), ...nodeRemarks(node)],
  }));
}

/** Silent hops that follow each other for the same reason are one line. */
export function rowsOf(hops: readonly TraceHop[], links: readonly TraceLink[]): readonly Row[] {
  const rows: Row[] = [];
  let silent: TraceHop[] = [];
  const endSilence = (): void => {
    const [first, last] = [silent.at(0), silent.at(-1)];
    if (first !== undefined && last !== undefined) rows.push(silentRow(first, last));
    silent = [];
  };
  for (const hop of hops) {
    const [before] = silent;
    if (hop.nodes.length > 0 || (before !== undefined && silence(before) !== silence(hop))) endSilence();
    if (hop.nodes.length === 0) silent.push(hop);
    else rows.push(...answeredRows(hop, links));
  }
  endSilence();
  return rows;
}
