import { isIP } from 'node:net';
import type { RouteChange, TraceSentence, TraceView } from '../../domain/model/trace.ts';
import type { WallMs } from '../../domain/model/units.ts';
import { METHOD_NAMES } from '../../domain/words/names.ts';
import { countOf, countText } from '../../domain/words/numbers.ts';
import type { Shown } from '../../domain/words/shapes.ts';
import { clockSecondsText } from '../../domain/words/times.ts';
import { clip } from '../terminal/clip.ts';
import { table, visibleWidth } from '../terminal/table.ts';
import { paint, printable, shape, type Terminal } from '../terminal/terminal.ts';
import { columnsOf, fitting } from './columns.ts';
import { sumLine } from './foot.ts';
import { rowsOf } from './rows.ts';
import { warningLines } from './warning-lines.ts';

const SHOWN: Readonly<Record<TraceSentence['state'], Shown>> = {
  good: 'good',
  degraded: 'degraded',
  outage: 'down',
  starting: 'unknown',
};

/** The result in one sentence, its shape before it. */
export function sentenceLine(terminal: Terminal, { sentence }: Pick<TraceView, 'sentence'>): string {
  return `${shape(terminal, SHOWN[sentence.state])} ${paint(terminal, 'bold', printable(sentence.text))}`;
}

/** `Trace to example.com = 192.0.2.1 (IPv4) from 198.51.100.7 with UDP` */
export function headLine(view: TraceView): string {
  return view.relay === null ? plainHead(view) : relayedHead(view, view.relay);
}

/** `Way back from example.com = 192.0.2.1 (IPv4) to 198.51.100.7`, `Way from a.example = 192.0.2.1 (IPv4) to b.example = 203.0.113.5` */
function relayedHead({ direction, family, destination }: TraceView, relay: TraceView['destination']): string {
  const named = ({ address, name }: TraceView['destination']): string =>
    name === null ? address : `${printable(name)} = ${address}`;
  const way = direction === 'reverse' ? 'Way back from' : 'Way from';
  return `${way} ${named(relay)} (IPv${family}) to ${named(destination)}, with ICMP in IP-in-IP`;
}

function plainHead(view: TraceView): string {
  const { destination, host } = view;
  const name = host === destination.name ? `${printable(host)} = ` : '';
  const address = host.includes('%') ? printable(host) : destination.address;
  const from = view.source === null ? '' : ` from ${view.source}`;
  const size = view.size === undefined ? '' : `, packets of ${countText(view.size)} bytes`;
  return `Trace to ${name}${address} (IPv${view.family})${from} with ${METHOD_NAMES[view.method]}${size}`;
}

export function mtuLine({ pathMtu, destination }: TraceView): string | null {
  if (pathMtu === null) return null;
  const by = pathMtu.toldBy === null ? 'found by trying' : `says ${printable(pathMtu.toldBy)}`;
  const where = pathMtu.ttl === null ? '' : `, behind hop ${pathMtu.ttl}`;
  return `Packets of up to ${countText(pathMtu.bytes)} bytes reach ${destination.address} whole (${by}${where}).`;
}

const who = (address: string | null): string => (address === null ? 'nobody' : printable(address));

/** Of something that happened while it runs. */
export const stamped = (terminal: Terminal, atMs: WallMs, text: string): string =>
  `${paint(terminal, 'dim', clockSecondsText(atMs, undefined))}  ${printable(text)}`;

/** A change of the route, with its time. */
export function changeLine(terminal: Terminal, { atMs, ttl, from, to }: RouteChange): string {
  return stamped(terminal, atMs, `hop ${ttl}: ${who(to)} answers now, ${who(from)} did before`);
}

export function tableLines(terminal: Terminal, view: TraceView): string[] {
  const rows = rowsOf(view.hops, view.links);
  if (rows.length === 0) return [];
  const longestMs = Math.max(
    0,
    ...view.hops.flatMap(({ samples }) => samples.map(({ rttMs }) => rttMs ?? 0)),
  );
  const drawing = { terminal, longestMs, family: view.family };
  const columns = fitting(columnsOf(view.mode), rows, drawing);
  const [head = '', ...lines] = table(
    columns,
    rows.map((row) => columns.map(({ cell }) => cell(row, drawing))),
  );
  return [paint(terminal, 'dim', head), ...lines];
}

/** All of a trace, the sentence on top; lines may be longer than the terminal. `isHeaded`: the head was printed before. */
export function traceLines(terminal: Terminal, view: TraceView, isHeaded = false): string[] {
  const mtu = mtuLine(view);
  return [
    sentenceLine(terminal, view),
    ...(isHeaded ? [] : [headLine(view)]),
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

/** No wider than the terminal; a sign tells that there is more. */
function cut(terminal: Terminal, line: string): string {
  const room = terminal.columns - 1;
  if (visibleWidth(line) <= room) return line;
  return `${clip(line, room - 1)}${terminal.unicode ? '…' : '>'}`;
}

/** The same while it runs: no line longer than the terminal is wide, nor more of them than it is high. */
export function liveLines(terminal: Terminal, view: TraceView): string[] {
  if (view.destination.address === '') return isIP(view.host) ? [] : [`Looking up ${printable(view.host)}`];
  if (view.rounds === 0) {
    const finding = `Finding the method that ${printable(view.host)} answers`;
    return [cut(terminal, view.relay === null ? finding : sentenceLine(terminal, view))];
  }
  const top = [sentenceLine(terminal, view), headLine(view), ''];
  const sum = paint(terminal, 'dim', sumLine(view));
  // One row stays free for the cursor.
  const room = terminal.rows - 1 - top.length - 1;
  const warnings = warningLines(terminal, view).slice(0, Math.max(0, room - LEAST));
  const hops = shortened(tableLines(terminal, view), Math.max(LEAST, room - warnings.length));
  return [...top, ...hops, ...warnings, sum].map((line) => cut(terminal, line));
}
