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
}

export interface TraceColumn extends Column {
  /** The least wanted go first where there is no room; 0: never. */
  readonly rank: number;
  readonly cell: (row: Row, drawing: Drawing) => string;
}

const STRIP = 20;

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

function stripCell({ samples }: Row, { terminal, longestMs }: Drawing): string {
  const lost = paint(terminal, 'down', terminal.unicode ? '×' : 'x');
  const mark = ({ rttMs }: TraceSample): string =>
    rttMs === null ? lost : level(terminal, rttMs, longestMs);
  return samples.slice(-STRIP).map(mark).join('');
}

function nameCell({ node, remarks }: Row, { terminal }: Drawing): string {
  const name = node?.name == null ? [] : [printable(node.name)];
  const told = remarks.length === 0 ? [] : [paint(terminal, 'dim', remarks.join(', '))];
  return [...name, ...told].join('  ');
}

const right = (head: string, rank: number, cell: TraceColumn['cell']): TraceColumn => ({
  head,
  align: 'right',
  rank,
  cell,
});
const left = (head: string, rank: number, cell: TraceColumn['cell']): TraceColumn => ({
  head,
  align: 'left',
  rank,
  cell,
});
const milliseconds = (head: string, field: keyof RoundTrips, rank: number): TraceColumn =>
  right(head, rank, ({ rttMs }) => (rttMs === null ? '' : millisecondsFigure(rttMs[field])));

const HOP = right('hop', 0, ({ hop }) => hop);
const ADDRESS = left('address', 0, ({ node }) => (node === null ? '*' : printable(node.address)));
/** Of several at a hop each has its own count; whose the lost ones were nobody knows. */
function answersCell({ figures, node }: Row): string {
  if (figures === null) return node === null ? '' : String(node.received);
  return figures.nodes.length > 1 && node !== null
    ? String(node.received)
    : `${figures.received + figures.late}/${figures.sent}`;
}

const ANSWERS = right('answers', 0, answersCell);
const LOSS = right('loss', 0, lossCell);
const INTERVAL = right('95 %', 4, intervalCell);
const NAME = left('name', 0, nameCell);

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
  milliseconds('last ms', 'last', 2),
  milliseconds('mean', 'mean', 0),
  milliseconds('best', 'min', 3),
  milliseconds('worst', 'max', 1),
  milliseconds('p95', 'p95', 6),
  milliseconds('jitter', 'jitter', 7),
  left('', 5, stripCell),
  NAME,
];

/** A trace of a few probes a hop has counts; a share of three would look like knowledge. */
export const columnsOf = (mode: TraceMode): readonly TraceColumn[] => (mode === 'continuous' ? MANY : FEW);

/** Columns for the name at least. */
const NAME_WIDTH = 16;
const BETWEEN = 2;

/** As many columns as leave room for the name. */
export function fitting(
  columns: readonly TraceColumn[],
  rows: readonly Row[],
  drawing: Drawing,
): readonly TraceColumn[] {
  const widthOf = ({ head, cell }: TraceColumn): number =>
    Math.max(visibleWidth(head), ...rows.map((row) => visibleWidth(cell(row, drawing)))) + BETWEEN;
  const widths = new Map(columns.map((column) => [column, column === NAME ? NAME_WIDTH : widthOf(column)]));
  const total = (kept: readonly TraceColumn[]): number =>
    kept.reduce((sum, column) => sum + (widths.get(column) ?? 0), 0);
  let kept = columns;
  while (total(kept) > drawing.terminal.columns) {
    const rank = Math.max(...kept.map((column) => column.rank));
    if (rank === 0) break;
    kept = kept.filter((column) => column.rank !== rank);
  }
  return kept;
}
