import type { PathProbeView, ProbedHop, Stretch } from '../../domain/model/encapsulation.ts';
import type { RoundTrips, TraceWarning } from '../../domain/model/trace.ts';
import {
  countOf,
  countText,
  millisecondsFigure,
  millisecondsText,
  percentText,
} from '../../domain/words/numbers.ts';
import { durationText } from '../../domain/words/times.ts';
import { type Column, table, visibleWidth } from '../terminal/table.ts';
import { paint, printable, type Terminal } from '../terminal/terminal.ts';
import { sentenceLine } from '../trace/print.ts';

interface Row {
  readonly hop: ProbedHop;
  /** The stretch that ends here; null: none was judged. */
  readonly stretch: Stretch | null;
}

interface ProbeColumn extends Column {
  /** The least wanted go first where there is no room; 0: never. */
  readonly rank: number;
  readonly cell: (row: Row, terminal: Terminal) => string;
}

const SHORT: Readonly<Record<ProbedHop['decapsulates'], string>> = {
  yes: 'yes',
  no: 'no',
  untestable: 'not testable',
};

function lossCell({ hop }: Row, terminal: Terminal): string {
  if (hop.lossPercent === null) return '';
  const text = percentText(hop.lossPercent / 100);
  return hop.lossPercent === 0 ? text : paint(terminal, 'degraded', text);
}

const range = ([low, high]: readonly [number, number]): string => `${Math.round(low)}-${Math.round(high)} %`;

function stretchCell({ stretch }: Row, terminal: Terminal): string {
  if (stretch === null || stretch.lossPercent === null) return '';
  const text = percentText(stretch.lossPercent / 100);
  if (stretch.reading === 'loss') return paint(terminal, 'down', text);
  return stretch.reading === 'clean' ? text : paint(terminal, 'dim', text);
}

const milliseconds = (head: string, field: keyof RoundTrips, rank: number): ProbeColumn => ({
  head,
  align: 'right',
  rank,
  cell: ({ hop }) => (hop.rttMs === null ? '' : millisecondsFigure(hop.rttMs[field])),
});

const COLUMNS: readonly ProbeColumn[] = [
  { head: 'hop', align: 'right', rank: 0, cell: ({ hop }) => String(hop.index) },
  {
    head: 'address',
    align: 'left',
    rank: 0,
    cell: ({ hop }) => (hop.address === null ? '*' : printable(hop.address)),
  },
  { head: 'unwraps', align: 'left', rank: 0, cell: ({ hop }, terminal) => unwraps(hop, terminal) },
  {
    head: 'answers',
    align: 'right',
    rank: 1,
    cell: ({ hop }) => (hop.sent === 0 ? '' : `${hop.received + hop.late}/${hop.sent}`),
  },
  { head: 'loss', align: 'right', rank: 0, cell: lossCell },
  {
    head: '95 %',
    align: 'right',
    rank: 3,
    cell: ({ hop }, terminal) =>
      hop.interval95 === null ? '' : paint(terminal, 'dim', range(hop.interval95)),
  },
  { head: 'stretch', align: 'right', rank: 2, cell: stretchCell },
  milliseconds('best ms', 'min', 5),
  milliseconds('mean ms', 'mean', 1),
  milliseconds('worst ms', 'max', 4),
  { head: 'name', align: 'left', rank: 6, cell: ({ hop }) => (hop.name === null ? '' : printable(hop.name)) },
];

const unwraps = ({ decapsulates }: ProbedHop, terminal: Terminal): string =>
  decapsulates === 'yes' ? SHORT.yes : paint(terminal, 'dim', SHORT[decapsulates]);

const rowsOf = ({ hops, stretches }: PathProbeView): readonly Row[] =>
  hops.map((hop) => ({ hop, stretch: stretches.find(({ to }) => to === hop.index) ?? null }));

/** As many columns as fit; into a pipe all of them. */
function tableLines(terminal: Terminal, view: PathProbeView): string[] {
  const rows = rowsOf(view);
  const drawn = (columns: readonly ProbeColumn[]): string[] =>
    table(
      columns,
      rows.map((row) => columns.map(({ cell }) => cell(row, terminal))),
    );
  const room = Number.isFinite(terminal.rows) ? terminal.columns - 1 : Number.POSITIVE_INFINITY;
  let columns = COLUMNS;
  let lines = drawn(columns);
  while (lines.some((line) => visibleWidth(line) > room)) {
    const rank = Math.max(...columns.map((column) => column.rank));
    if (rank === 0) break;
    columns = columns.filter((column) => column.rank !== rank);
    lines = drawn(columns);
  }
  const [head = '', ...others] = lines;
  return [paint(terminal, 'dim', head), ...others];
}

/** `Probe of the path to example.com (IPv4) from 198.51.100.7, 30 boomerangs a hop` */
export function headLine({ host, from, family, source, count }: PathProbeView): string {
  const what = host === null ? 'Probe of the path given' : `Probe of the path to ${printable(host)}`;
  const through = from === null ? '' : ` by way of ${printable(from)}`;
  const own = source === null ? '' : ` from ${source}`;
  return `${what}${through} (IPv${family})${own}, ${countOf(count, 'boomerang')} a hop`;
}

const places = (hops: readonly ProbedHop[]): string => {
  const [first, last] = [hops.at(0)?.index, hops.at(-1)?.index];
  if (hops.length === 1)
    return `hop ${first}${hops[0]?.address == null ? '' : ` (${printable(hops[0].address)})`}`;
  return `hops ${first} to ${last}`;
};

/** What was not tested, and why; hops that follow each other for the same reason are one line. */
export function untestedLines({ hops }: PathProbeView): string[] {
  const groups: ProbedHop[][] = [];
  for (const hop of hops) {
    if (hop.notTestable === null) continue;
    const before = groups.at(-1);
    const last = before?.at(-1);
    if (last?.notTestable === hop.notTestable && last.index === hop.index - 1) before?.push(hop);
    else groups.push([hop]);
  }
  return groups.map((group) => `Not tested, ${places(group)}: ${printable(group[0]?.notTestable ?? '')}`);
}

function sumLine({ sent, rounds, durationMs }: PathProbeView): string {
  const took = durationMs < 9999.5 ? millisecondsText(durationMs) : durationText(durationMs);
  return `${countOf(rounds, 'round')}, ${countText(sent)} packets in IP-in-IP with those that tested the hops, in ${took}`;
}

const warningText = ({ code, text }: TraceWarning): string =>
  code === 'max-hops' ? `${text} Look farther with --max-hops.` : text;

/** All of a path probe, the sentence on top. */
export function probeLines(terminal: Terminal, view: PathProbeView): string[] {
  const dim = (text: string): string => paint(terminal, 'dim', printable(text));
  return [
    sentenceLine(terminal, view),
    headLine(view),
    ...(view.hops.length === 0 ? [] : ['', ...tableLines(terminal, view), '']),
    ...untestedLines(view).map(dim),
    ...view.warnings.map((warning) => dim(warningText(warning))),
    dim(sumLine(view)),
  ];
}
