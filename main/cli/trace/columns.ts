import type { RoundTrips, TraceMode, TraceSample } from '../../domain/model/trace.ts';
import { millisecondsFigure, percentText } from '../../domain/words/numbers.ts';
import { level } from '../terminal/bars.ts';
import { type Column, visibleWidth } from '../terminal/table.ts';
import { paint, printable, type Terminal } from '../terminal/terminal.ts';
import type { Row } from './rows.ts';

/** What a cell may need to know beside its row. */
export interface Drawing {
  readonly terminal: Terminal;
  /** The longest round trip on show: the top of every strip. */
  readonly longestMs: number;
  readonly family: 4 | 6;
}

export interface TraceColumn extends Column {
  /** The least wanted go first where there is no room; 0: never. */
  readonly rank: number;
  /** Of an ordinary cell: what it holds at the moment must not decide which columns there are. */
  readonly width: (drawing: Drawing) => number;
  readonly cell: (row: Row, drawing: Drawing) => string;
}

const FIGURE_WIDTH = 5;
const ADDRESS_WIDTH = { 4: 15, 6: 20 } as const;
/** At least; notes and the ends of long names go before a column does. */
const NAME_WIDTH = 12;
const BETWEEN = 2;

const STRIP = 20;
/** On a terminal of the usual 80 columns. */
const SHORT_STRIP = 12;
const WIDE = 110;

/** Columns that a line may take; a pipe has no width. */
export const roomOf = ({ rows, columns }: Terminal): number =>
  Number.isFinite(rows) ? columns - 1 : Number.POSITIVE_INFINITY;

const stripLength = ({ terminal }: Drawing): number => (roomOf(terminal) < WIDE ? SHORT_STRIP : STRIP);

function lossCell({ figures }: Row, { terminal }: Drawing): string {
  if (figures === null || figures.lossPercent === null) return '';
  const text = percentText(figures.lossPercent / 100);
  if (figures.reading !== 'loss') return figures.reading === 'clean' ? text : paint(terminal, 'dim', text);
  return paint(terminal, figures.received + figures.late === 0 ? 'down' : 'degraded', text);
}

function intervalCell({ figures }: Row, { terminal }: Drawing): string {
  if (figures === null || figures.interval95 === null) return '';
  const [low, high] = figures.interval95.map(Math.round);
  return paint(terminal, 'dim', `${low}-${high} %`);
}

function stripCell({ samples }: Row, drawing: Drawing): string {
  const { terminal, longestMs } = drawing;
  const lost = paint(terminal, 'down', terminal.unicode ? '×' : 'x');
  const mark = ({ rttMs }: TraceSample): string =>
    rttMs === null ? lost : level(terminal, rttMs, longestMs);
  const length = stripLength(drawing);
  const marks = samples.slice(-length).map(mark);
  // What follows keeps its place while the strip grows.
  return marks.join('') + ' '.repeat(length - marks.length);
}

function nameCell({ node, remarks }: Row, { terminal }: Drawing): string {
  const name = node?.name == null ? [] : [printable(node.name)];
  const told = remarks.length === 0 ? [] : [paint(terminal, 'dim', remarks.join(', '))];
  return [...name, ...told].join('  ');
}

const right = (head: string, rank: number, width: number, cell: TraceColumn['cell']): TraceColumn => ({
  head,
  align: 'right',
  rank,
  width: () => Math.max(visibleWidth(head), width),
  cell,
});
const left = (
  head: string,
  rank: number,
  width: TraceColumn['width'],
  cell: TraceColumn['cell'],
): TraceColumn => ({ head, align: 'left', rank, width, cell });
const milliseconds = (head: string, field: keyof RoundTrips, rank: number): TraceColumn =>
  right(head, rank, FIGURE_WIDTH, ({ rttMs }) => (rttMs === null ? '' : millisecondsFigure(rttMs[field])));

const HOP = right('hop', 0, 3, ({ hop }) => hop);
const ADDRESS = left(
  'address',
  0,
  ({ family }) => ADDRESS_WIDTH[family],
  ({ node }) => (node === null ? '*' : printable(node.address)),
);
/** Of several at a hop each has its own count; whose the lost ones were nobody knows. */
function answersCell({ figures, node }: Row): string {
  if (figures === null) return node === null ? '' : String(node.received);
  return figures.nodes.length > 1 && node !== null
    ? String(node.received)
    : `${figures.received + figures.late}/${figures.sent}`;
}

const ANSWERS = right('answers', 0, 5, answersCell);
const LOSS = right('loss', 0, 5, lossCell);
const INTERVAL = right('95 %', 5, 8, intervalCell);
const NAME = left('name', 0, () => NAME_WIDTH, nameCell);

const FEW = [
  HOP,
  ADDRESS,
  ANSWERS,
  milliseconds('best ms', 'min', 2),
  milliseconds('mean ms', 'mean', 0),
  milliseconds('worst ms', 'max', 1),
  NAME,
];

const MANY = [
  HOP,
  ADDRESS,
  LOSS,
  INTERVAL,
  milliseconds('last ms', 'last', 1),
  milliseconds('mean', 'mean', 0),
  milliseconds('best', 'min', 4),
  milliseconds('worst', 'max', 3),
  milliseconds('p95', 'p95', 6),
  milliseconds('jitter', 'jitter', 7),
  left('', 2, stripLength, stripCell),
  NAME,
];

/** A trace of a few probes a hop has counts; a share of three would look like knowledge. */
export const columnsOf = (mode: TraceMode): readonly TraceColumn[] => (mode === 'continuous' ? MANY : FEW);

/** As many columns as leave room for the name; an address that is longer than most takes its room. */
export function fitting(
  columns: readonly TraceColumn[],
  rows: readonly Row[],
  drawing: Drawing,
): readonly TraceColumn[] {
  const longest = Math.max(0, ...rows.map((row) => visibleWidth(ADDRESS.cell(row, drawing))));
  const widthOf = (column: TraceColumn): number =>
    column === ADDRESS ? Math.max(longest, column.width(drawing)) : column.width(drawing);
  const total = (kept: readonly TraceColumn[]): number =>
    kept.reduce((sum, column) => sum + widthOf(column), BETWEEN * (kept.length - 1));
  const room = roomOf(drawing.terminal);
  let kept = columns;
  while (total(kept) > room) {
    const rank = Math.max(...kept.map((column) => column.rank));
    if (rank === 0) break;
    kept = kept.filter((column) => column.rank !== rank);
  }
  return kept;
}
