import { isIP } from 'node:net';
import type { RouteChange, TraceMethod, TraceSentence, TraceView } from '../../domain/model/trace.ts';
import { countOf, countText, millisecondsText } from '../../domain/words/numbers.ts';
import type { Shown } from '../../domain/words/shapes.ts';
import { clockSecondsText, durationText } from '../../domain/words/times.ts';
import { clip } from '../terminal/clip.ts';
import { table } from '../terminal/table.ts';
import { paint, printable, shape, type Terminal } from '../terminal/terminal.ts';
import { columnsOf, fitting } from './columns.ts';
import { rowsOf } from './rows.ts';

const SHOWN: Readonly<Record<TraceSentence['state'], Shown>> = {
  good: 'good',
  degraded: 'degraded',
  outage: 'down',
  starting: 'unknown',
};

const METHODS: Readonly<Record<TraceMethod, string>> = { udp: 'UDP', icmp: 'ICMP', tcp: 'TCP' };

/** The result in one sentence, its shape before it. */
export function sentenceLine(terminal: Terminal, { sentence }: TraceView): string {
  return `${shape(terminal, SHOWN[sentence.state])} ${paint(terminal, 'bold', printable(sentence.text))}`;
}

/** `Trace to example.com = 192.0.2.1 (IPv4) from 198.51.100.7 with UDP` */
export function headLine(view: TraceView): string {
  const { destination, host } = view;
  const name = host === destination.name ? `${printable(host)} = ` : '';
  const address = host.includes('%') ? printable(host) : destination.address;
  const from = view.source === null ? '' : ` from ${view.source}`;
  return `Trace to ${name}${address} (IPv${view.family})${from} with ${METHODS[view.method]}`;
}

/** How much was sent, and how long it took. */
export function sumLine({ mode, rounds, sent, late, duplicate, durationMs }: TraceView): string {
  const counts = [
    ...(mode === 'continuous' ? [countOf(rounds, 'round')] : []),
    countOf(sent, 'probe'),
    ...(late > 0 ? [`${countText(late)} answered late`] : []),
    ...(duplicate > 0 ? [`${countText(duplicate)} answered twice`] : []),
  ];
  const took = durationMs < 9999.5 ? millisecondsText(durationMs) : durationText(durationMs);
  return `${counts.join(', ')} in ${took}`;
}

export function mtuLine({ pathMtu, destination }: TraceView): string | null {
  if (pathMtu === null) return null;
  const by = pathMtu.toldBy === null ? 'found by trying' : `says ${printable(pathMtu.toldBy)}`;
  const where = pathMtu.ttl === null ? '' : `, behind hop ${pathMtu.ttl}`;
  return `Packets of up to ${pathMtu.bytes} bytes reach ${destination.address} whole (${by}${where}).`;
}

const who = (address: string | null): string => (address === null ? 'nobody' : printable(address));

/** A change of the route, with its time. */
export function changeLine(terminal: Terminal, { atMs, ttl, from, to }: RouteChange): string {
  const stamp = paint(terminal, 'dim', clockSecondsText(atMs, undefined));
  return `${stamp}  hop ${ttl}: ${who(to)} answers now, ${who(from)} did before`;
}

export function tableLines(terminal: Terminal, view: TraceView): string[] {
  const rows = rowsOf(view.hops, view.links);
  if (rows.length === 0) return [];
  const longestMs = Math.max(
    0,
    ...view.hops.flatMap(({ samples }) => samples.map(({ rttMs }) => rttMs ?? 0)),
  );
  const drawing = { terminal, longestMs };
  const columns = fitting(columnsOf(view.mode), rows, drawing);
  const [head = '', ...lines] = table(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row, drawing))),
  );
  return [paint(terminal, 'dim', head), ...lines];
}

/** What the sentence on top reads already. */
const SAID: ReadonlySet<string> = new Set([
  'nothing-answers',
  'destination-silent',
  'unreachable',
  'routing-loop',
  'not-sent',
]);

export const warningLines = (terminal: Terminal, { warnings }: TraceView): string[] =>
  warnings.filter(({ code }) => !SAID.has(code)).map(({ text }) => paint(terminal, 'dim', printable(text)));

/** All of a trace, the sentence on top; lines may be longer than the terminal. */
export function traceLines(terminal: Terminal, view: TraceView): string[] {
  const mtu = mtuLine(view);
  return [
    sentenceLine(terminal, view),
    headLine(view),
    '',
    ...tableLines(terminal, view),
    '',
    ...(mtu === null ? [] : [mtu]),
    ...warningLines(terminal, view),
    paint(terminal, 'dim', sumLine(view)),
  ];
}

/** The least of a table that is worth its place: its head, a word on what is left out, the destination. */
const LEAST = 3;

/** The middle goes where there is no room: both ends of a path matter more. */
function shortened(lines: readonly string[], room: number): readonly string[] {
  const over = lines.length - room;
  if (over <= 0) return lines;
  return [...lines.slice(0, room - 2), `... ${countOf(over + 1, 'line')} more`, ...lines.slice(-1)];
}

/** The same while it runs: no line longer than the terminal is wide, nor more of them than it is high. */
export function liveLines(terminal: Terminal, view: TraceView): string[] {
  if (view.destination.address === '') return isIP(view.host) ? [] : [`Looking up ${printable(view.host)}`];
  const top = [sentenceLine(terminal, view), headLine(view), ''];
  const sum = paint(terminal, 'dim', sumLine(view));
  // One row stays free for the cursor.
  const room = terminal.rows - 1 - top.length - 1;
  const warnings = warningLines(terminal, view).slice(0, Math.max(0, room - LEAST));
  const hops = shortened(tableLines(terminal, view), Math.max(LEAST, room - warnings.length));
  return [...top, ...hops, ...warnings, sum].map((line) => clip(line, terminal.columns - 1));
}
