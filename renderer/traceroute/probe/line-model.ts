import type { PathProbeView, ProbedHop, Stretch } from '../../../main/domain/model/encapsulation.ts';
import { percentRangeText, percentText } from '../../../main/domain/words/numbers.ts';

/** `tested`: boomerangs turn round there. `untested`: none can. `waiting`: not known yet. */
export type PlaceKind = 'self' | 'tested' | 'untested' | 'waiting';

export interface LinePlace {
  readonly kind: 'place';
  /** 0: where the path begins. */
  readonly at: number;
  readonly place: PlaceKind;
  /** As the table and the sentence call it; null: this machine. */
  readonly index: number | null;
  readonly label: string;
  /** The whole of it; empty: the label is all. */
  readonly detail: string;
}

/** `untested`: nothing turns round at its end. */
export type StretchKind = Stretch['reading'] | 'untested';

export interface LineStretch {
  readonly kind: 'stretch';
  readonly from: number;
  readonly to: number;
  readonly reading: StretchKind;
  /** `4.2 %`; empty: there is none. */
  readonly loss: string;
  readonly interval: string;
}

export type LineItem = LinePlace | LineStretch;

function kindOf({ decapsulates, sent, notTestable }: ProbedHop, isRunning: boolean): PlaceKind {
  if (notTestable !== null) return 'untested';
  if (decapsulates === 'yes' || sent > 0) return 'tested';
  return isRunning ? 'waiting' : 'untested';
}

function placeOf(hop: ProbedHop, at: number, isRunning: boolean): LinePlace {
  const label = hop.address ?? 'silent';
  return {
    kind: 'place',
    at,
    place: kindOf(hop, isRunning),
    index: hop.index,
    label,
    detail: hop.name ?? '',
  };
}

function stretchOf({ from, to, lossPercent, interval95, reading }: Stretch): LineStretch {
  return {
    kind: 'stretch',
    from,
    to,
    reading,
    loss: lossPercent === null ? '' : percentText(lossPercent / 100),
    interval: interval95 === null ? '' : percentRangeText([interval95[0] / 100, interval95[1] / 100]),
  };
}

/** Places of the path by their order in it, whatever distances a trace has given them. */
const orderOf = (hops: readonly ProbedHop[]): ReadonlyMap<number, number> =>
  new Map([[0, 0], ...hops.map(({ index }, at) => [index, at + 1] as const)]);

/** Nothing turns round behind the last place that a stretch ends at. */
function tail(stretches: readonly LineStretch[], hops: number): readonly LineStretch[] {
  const end = Math.max(0, ...stretches.map(({ to }) => to));
  if (end >= hops) return [];
  return [{ kind: 'stretch', from: end, to: hops, reading: 'untested', loss: '', interval: '' }];
}

/** The path from its beginning on: each place, and after it the stretch that begins there. */
export function lineOf(view: PathProbeView): readonly LineItem[] {
  const { hops, from } = view;
  const isRunning = view.status === 'running';
  const order = orderOf(hops);
  const known = view.stretches.map((one) =>
    stretchOf({ ...one, from: order.get(one.from) ?? one.from, to: order.get(one.to) ?? one.to }),
  );
  const stretches = [...known, ...tail(known, hops.length)];
  const begin: LinePlace = {
    kind: 'place',
    at: 0,
    place: 'self',
    index: null,
    label: 'Here',
    detail: view.source ?? '',
  };
  const places = [begin, ...hops.map((hop, at) => placeOf(hop, at + 1, isRunning))];
  const via = from === null ? begin : { ...begin, detail: `by way of ${from}` };
  return places.flatMap((place) => [
    place.at === 0 ? via : place,
    ...stretches.filter((one) => one.from === place.at),
  ]);
}

const STRETCH_WORDS: Readonly<Record<StretchKind, string>> = {
  clean: 'no loss seen',
  loss: 'packets get lost here',
  unknown: 'cannot be told',
  untested: 'not tested',
};

/** For whoever cannot see the line. */
export function stretchText({ reading, loss, interval }: LineStretch): string {
  const figures = loss === '' ? '' : `: ${loss} lost${interval === '' ? '' : `, between ${interval}`}`;
  return `${STRETCH_WORDS[reading]}${reading === 'untested' ? '' : figures}`;
}
