import type { Gap } from '../../domain/model/gap.ts';
import { SUBJECTS } from '../../domain/model/health.ts';
import type { MeasuredRow } from '../../domain/model/measured.ts';
import type { NotedIncident } from '../../domain/model/noted-incident.ts';
import { incidentText } from '../../domain/words/incident-text.ts';
import { GAP_TEXTS } from '../../domain/words/names.ts';
import { countsOf, figure } from './probe-counts.ts';
import type { Content, Format, Piece } from './types.ts';

export const CSV_COLUMNS = [
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
type Cells = Partial<Record<(typeof CSV_COLUMNS)[number], string | number | null>>;

/** RFC 4180: one head line, CRLF, as many fields in every line; kinds of record that lack a column leave it empty. */
export const csv: Format = async function* (content): AsyncGenerator<Piece> {
  yield { text: `${CSV_COLUMNS.join(',')}\r\n`, records: 0 };
  for await (const rows of content.measured) yield lines(rows.map((row) => measuredCells(row, content)));
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

function measuredCells(row: MeasuredRow, { isoTime }: Content): Cells {
  if (row.resolution === 'raw') {
    const { atMs, kind, anchor, outcome, via, detail, rttMs } = row;
    const probe = { record: 'probe', from: isoTime(atMs), from_epoch_ms: atMs, kind, anchor };
    return { ...probe, outcome, via, detail, ...countsOf(outcome), rtt_ms: figure(rttMs) };
  }
  const { kind, anchor, sent, received, lost, late } = row;
  return {
    record: row.resolution,
    ...span(row.fromMs, row.toMs, isoTime),
    ...{ kind, anchor, sent, received, lost, late },
    min_ms: figure(row.minMs),
    mean_ms: figure(row.meanMs),
    p50_ms: figure(row.p50Ms),
    p95_ms: figure(row.p95Ms),
    p99_ms: figure(row.p99Ms),
    max_ms: figure(row.maxMs),
  };
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
