import type { Gap } from '../../domain/model/gap.ts';
import { SUBJECTS } from '../../domain/model/health.ts';
import type { MeasuredRow, ProbeRow, RolledRow } from '../../domain/model/measured.ts';
import type { NotedIncident } from '../../domain/model/noted-incident.ts';
import { incidentText } from '../../domain/words/incident-text.ts';
import { GAP_TEXTS } from '../../domain/words/names.ts';
import { countsOf, figure } from './probe-counts.ts';
import type { Content, Format, Piece } from './types.ts';

/** What was measured comes first, so that a spreadsheet of probes alone need not scroll. */
const MEASURED_COLUMNS = [
  'record',
  'from',
  'from_epoch_ms',
  'to',
  'to_epoch_ms',
  'kind',
  'anchor',
  'outcome',
  'via',
  'detail',
  'sent',
  'received',
  'lost',
  'late',
  'rtt_ms',
  'min_ms',
  'mean_ms',
  'p50_ms',
  'p95_ms',
  'p99_ms',
  'max_ms',
] as const;

export const CSV_COLUMNS = [
  ...MEASURED_COLUMNS,
  'id',
  'class',
  'raised',
  'raised_epoch_ms',
  'end',
  'parent',
  'network',
  'lights',
  'failing',
  'working',
  'evidence_sent',
  'evidence_lost',
  'figure_percent',
  'figure_ms',
  'reason',
  'text',
  'note',
] as const;
const AFTER_MEASURED = ','.repeat(CSV_COLUMNS.length - MEASURED_COLUMNS.length);
type Cells = Partial<Record<(typeof CSV_COLUMNS)[number], string | number | null>>;

/** RFC 4180: one head line, CRLF, as many fields in every line; kinds of record that lack a column leave it empty. */
export const csv: Format = async function* (content): AsyncGenerator<Piece> {
  yield { text: `${CSV_COLUMNS.join(',')}\r\n`, records: 0 };
  for await (const rows of content.measured) {
    yield { text: rows.map((row) => measuredLine(row, content)).join(''), records: rows.length };
  }
  for await (const some of content.incidents) yield lines(some.map((one) => incidentCells(one, content)));
  yield lines(content.gaps.map((gap) => gapCells(gap, content)));
};

const lines = (records: readonly Cells[]): Piece => ({
  text: records.map(line).join(''),
  records: records.length,
});

const line = (cells: Cells): string =>
  `${CSV_COLUMNS.map((name) => (name in cells ? cell(cells[name] ?? '') : '')).join(',')}\r\n`;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

export function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** In the order of the columns: there may be millions of these lines. */
function measuredLine(row: MeasuredRow, { isoTime }: Content): string {
  const cells = row.resolution === 'raw' ? probeCells(row, isoTime) : rolledCells(row, isoTime);
  return `${cells.join(',')}${AFTER_MEASURED}\r\n`;
}

type MeasuredCells = readonly (string | number | null)[];

function probeCells(row: ProbeRow, isoTime: Content['isoTime']): MeasuredCells {
  const { atMs, kind, anchor, outcome, via, detail, rttMs } = row;
  const { sent, received, lost, late } = countsOf(outcome);
  return [
    ...['probe', isoTime(atMs), atMs, '', '', kind, cell(anchor), outcome, via, cell(detail)],
    ...[sent, received, lost, late, figure(rttMs), '', '', '', '', '', ''],
  ];
}

function rolledCells(row: RolledRow, isoTime: Content['isoTime']): MeasuredCells {
  const { resolution, fromMs, toMs, kind, anchor, sent, received, lost, late } = row;
  return [
    ...[resolution, isoTime(fromMs), fromMs, isoTime(toMs), toMs, kind, cell(anchor), '', '', ''],
    ...[sent, received, lost, late, ''],
    ...[figure(row.minMs), figure(row.meanMs), figure(row.p50Ms)],
    ...[figure(row.p95Ms), figure(row.p99Ms), figure(row.maxMs)],
  ];
}

function span(fromMs: number, toMs: number | null, isoTime: Content['isoTime']): Cells {
  const from = { from: isoTime(fromMs), from_epoch_ms: Math.round(fromMs) };
  return toMs === null ? from : { ...from, to: isoTime(toMs), to_epoch_ms: Math.round(toMs) };
}

function incidentCells(incident: NotedIncident, { isoTime, nowMs, zone }: Content): Cells {
  const { evidence } = incident;
  const value = figure(evidence.figure ?? null);
  return {
    record: 'incident',
    ...span(incident.sinceMs, incident.untilMs, isoTime),
    id: incident.id,
    class: incident.class,
    raised: isoTime(incident.raisedMs),
    raised_epoch_ms: Math.round(incident.raisedMs),
    end: incident.end,
    parent: incident.parent,
    network: incident.network,
    lights: SUBJECTS.map((subject) => `${subject}=${evidence.health[subject]}`).join(' '),
    failing: evidence.failing.join(' '),
    working: evidence.working.join(' '),
    evidence_sent: evidence.sent,
    evidence_lost: evidence.lost,
    ...(incident.class === 'degraded-loss' ? { figure_percent: value } : {}),
    ...(incident.class === 'degraded-latency' ? { figure_ms: value } : {}),
    text: incidentText(incident, nowMs, zone),
    note: incident.note,
  };
}

const gapCells = ({ fromMs, toMs, reason }: Gap, { isoTime }: Content): Cells => ({
  record: 'gap',
  ...span(fromMs, toMs, isoTime),
  reason,
  text: GAP_TEXTS[reason],
});
