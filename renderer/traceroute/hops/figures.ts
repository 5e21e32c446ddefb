import type { RoundTrips, TraceHop, TraceView } from '../../../main/domain/model/trace.ts';
import {
  countText,
  millisecondsFigure,
  percentRangeText,
  percentText,
} from '../../../main/domain/words/numbers.ts';

export const NOTHING = '–';

export interface LossFigure {
  readonly text: string;
  /** At 95 %; empty: there is none. */
  readonly interval: string;
  /** `lost`: traffic gets lost. `own`: only the hop's own answers do. */
  readonly meaning: 'none' | 'lost' | 'own' | 'unknown';
}

const UNKNOWN: LossFigure = { text: NOTHING, interval: '', meaning: 'unknown' };

/** A silent hop has no loss: nobody knows what passes it. */
export function lossFigure({ lossPercent, interval95, reading }: TraceHop): LossFigure {
  if (lossPercent === null || reading === 'silent') return UNKNOWN;
  const interval = interval95 === null ? '' : percentRangeText([interval95[0] / 100, interval95[1] / 100]);
  const meaning = reading === 'loss' ? 'lost' : reading === 'rate-limited' ? 'own' : 'none';
  return { text: percentText(lossPercent / 100), interval, meaning };
}

/** `96/120` */
export const answeredFigure = ({ sent, received }: Pick<TraceHop, 'sent' | 'received'>): string =>
  `${countText(received)}/${countText(sent)}`;

export interface Column {
  readonly id: 'last' | 'mean' | 'min' | 'max' | 'p95' | 'jitter';
  readonly title: string;
  /** Null: plain enough. */
  readonly explanation: string | null;
}

export const COLUMNS: readonly Column[] = [
  { id: 'last', title: 'Last', explanation: null },
  { id: 'mean', title: 'Mean', explanation: null },
  { id: 'min', title: 'Best', explanation: null },
  { id: 'max', title: 'Worst', explanation: null },
  { id: 'p95', title: 'p95', explanation: '95 of 100 answers were at least as fast.' },
  {
    id: 'jitter',
    title: 'Jitter',
    explanation: 'How much one round trip differs from the next, on average. Calls and games suffer from it.',
  },
];

export const roundTripFigure = (rttMs: RoundTrips | null, id: Column['id']): string =>
  rttMs === null ? NOTHING : millisecondsFigure(rttMs[id]);

/** One line of the table. Many silent hops in a row are one, at the end of the way. */
export type Row =
  | { readonly kind: 'hop'; readonly hop: TraceHop }
  | { readonly kind: 'silent'; readonly fromTtl: number; readonly toTtl: number };

/** As few as are better told than listed. */
const FOLDED = 3;

export function rowsOf(hops: readonly TraceHop[]): readonly Row[] {
  let end = hops.length;
  while (end > 0 && hops[end - 1]?.reading === 'silent') end -= 1;
  const tail = hops.slice(end);
  const [first, last] = [tail[0], tail.at(-1)];
  const single = (hop: TraceHop): Row => ({ kind: 'hop', hop });
  if (first === undefined || last === undefined || tail.length < FOLDED) return hops.map(single);
  return [...hops.slice(0, end).map(single), { kind: 'silent', fromTtl: first.ttl, toTtl: last.ttl }];
}

/** What stands in place of a router that has not answered. */
export function silenceText({ reading, sent, ttl }: TraceHop, { status }: Pick<TraceView, 'status'>): string {
  if (reading === 'silent') return 'no answer';
  if (status === 'running') return 'waiting …';
  return sent === 0 ? `hop ${ttl} was not asked` : 'no answer';
}
