import type { TraceHop, TraceView } from '../../model/trace.ts';
import { samePrefix } from '../../trace/address-note.ts';
import { align } from './alignment.ts';

/** A place of both ways, or of one of them; beside each other the two need not be the same router. */
export interface PartingRow {
  readonly forwardTtl: number | null;
  readonly reverseTtl: number | null;
  /** One address, or the two ends of one link: both ways surely pass there. */
  readonly same: boolean;
}

export interface Parting {
  /** From this machine to the host. */
  readonly rows: readonly PartingRow[];
  /**
   * Of the last hop of the way there up to which nothing differs; 0: this machine; null: nothing differs as far as
   * hops answer.
   */
  readonly partsAfterTtl: number | null;
  /** One sentence. */
  readonly text: string;
}

const addressesOf = ({ nodes }: TraceHop): readonly string[] => nodes.map(({ address }) => address);

/** How sure it is that both ways pass there: 2 the same address, 1 the two ends of one link, 0 not at all. */
function likeness(forward: TraceHop, reverse: TraceHop): number {
  const others = addressesOf(reverse);
  const all = addressesOf(forward);
  if (all.some((address) => others.includes(address))) return 2;
  const isLink = (one: string): boolean => others.some((other) => samePrefix(one, other, 30, 126));
  return all.some(isLink) ? 1 : 0;
}

/** Of a row whose two hops both answer, or one that has no other: the ways show different routers there. */
function differs(
  { forwardTtl, reverseTtl, same }: PartingRow,
  forward: TraceView,
  reverse: TraceView,
): boolean {
  if (same) return false;
  const answers = (view: TraceView, ttl: number | null): boolean =>
    ttl === null || (view.hops[ttl - 1]?.nodes.length ?? 0) > 0;
  return answers(forward, forwardTtl) && answers(reverse, reverseTtl);
}

function hopName(view: TraceView, ttl: number): string {
  const node = view.hops[ttl - 1]?.nodes[0];
  return node === undefined ? `hop ${ttl}` : `hop ${ttl} (${node.name ?? node.address})`;
}

function words(forward: TraceView, rows: readonly PartingRow[], first: PartingRow | undefined): string {
  if (first === undefined) {
    const isShown = rows.some(({ same }) => same);
    return isShown
      ? 'The way back shows the same routers as the way there, as far as they answer.'
      : 'Too few routers answer to compare the way back with the way there.';
  }
  const before = rows.slice(0, rows.indexOf(first)).findLast(({ same }) => same);
  const meets = rows.slice(rows.indexOf(first)).find(({ same }) => same);
  const from =
    before?.forwardTtl === undefined || before.forwardTtl === null
      ? 'this machine'
      : hopName(forward, before.forwardTtl);
  const to =
    meets?.forwardTtl === undefined || meets.forwardTtl === null
      ? ''
      : ` and ${hopName(forward, meets.forwardTtl)}`;
  const where = to === '' ? `Beyond ${from}` : `Between ${from}${to}`;
  return `${where} the way back shows other addresses than the way there: probably other routers, unless the same ones answer from another side.`;
}

/** Hops of the way back without the arrival at this machine. */
const withoutHome = ({ hops, destination }: TraceView): readonly TraceHop[] =>
  hops.filter((hop) => !addressesOf(hop).includes(destination.address));

/**
 * Lays the way back, read backwards, beside the way there. `reverse` is the host's own way to this machine, so its
 * first hop is the host itself.
 */
export function pathsPart(forward: TraceView, reverse: TraceView): Parting {
  const back = withoutHome(reverse).toReversed();
  const rows = align(forward.hops, back, likeness).map(({ left, right, weight }) => ({
    forwardTtl: left?.ttl ?? null,
    reverseTtl: right?.ttl ?? null,
    same: weight > 0,
  }));
  const first = rows.find((row) => differs(row, forward, reverse));
  const shared =
    first === undefined ? undefined : rows.slice(0, rows.indexOf(first)).findLast(({ same }) => same);
  return {
    rows,
    partsAfterTtl: first === undefined ? null : (shared?.forwardTtl ?? 0),
    text: words(forward, rows, first),
  };
}
