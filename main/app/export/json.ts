import type { Gap } from '../../domain/model/gap.ts';
import type { MeasuredRow } from '../../domain/model/measured.ts';
import type { NotedIncident } from '../../domain/model/noted-incident.ts';
import { incidentText } from '../../domain/words/incident-text.ts';
import { GAP_TEXTS } from '../../domain/words/names.ts';
import { figure } from './probe-counts.ts';
import type { Content, Format, Piece } from './types.ts';

const ROLLED = ['from', 'fromEpochMs', 'kind', 'anchor', 'sent', 'received', 'lost', 'late'] as const;
const FIGURES = ['minMs', 'meanMs', 'p50Ms', 'p95Ms', 'p99Ms', 'maxMs'] as const;
/** The first element of a row names its record, and with it what the elements are. */
export const JSON_COLUMNS = {
  probe: ['record', 'at', 'atEpochMs', 'kind', 'anchor', 'outcome', 'rttMs', 'via', 'detail'],
  minute: ['record', ...ROLLED, ...FIGURES],
  hour: ['record', ...ROLLED, ...FIGURES],
} as const;

/** One object whose lists have a record a line; rows are lists, since there may be millions of them. */
export const json: Format = async function* (content): AsyncGenerator<Piece> {
  const { fromMs, toMs, nowMs, isoTime, version } = content;
  const head = {
    format: 'faultline-export',
    formatVersion: 1,
    madeBy: `Faultline ${version}`,
    madeAt: isoTime(nowMs),
    from: isoTime(fromMs),
    fromEpochMs: fromMs,
    to: isoTime(toMs),
    toEpochMs: toMs,
    columns: JSON_COLUMNS,
  };
  yield { text: JSON.stringify(head).slice(0, -1), records: 0 };
  yield* list('measured', content.measured, (row) => measured(row, content));
  yield* list('incidents', content.incidents, (incident) => incidentObject(incident, content));
  yield* list('gaps', [content.gaps], (gap) => gapObject(gap, content));
  yield { text: '}\n', records: 0 };
};

async function* list<T>(
  name: string,
  records: AsyncIterable<readonly T[]> | Iterable<readonly T[]>,
  object: (record: T) => unknown,
): AsyncGenerator<Piece> {
  let open = `,\n"${name}":[\n`;
  for await (const some of records) {
    if (some.length === 0) continue;
    const text = some.map((record) => JSON.stringify(object(record))).join(',\n');
    yield { text: open + text, records: some.length };
    open = ',\n';
  }
  // Nothing has followed the head of an empty list.
  yield { text: open === ',\n' ? '\n]' : `${open}]`, records: 0 };
}

function measured(row: MeasuredRow, { isoTime }: Content): readonly unknown[] {
  const { kind, anchor } = row;
  if (row.resolution === 'raw') {
    const { atMs, outcome, rttMs, via, detail } = row;
    return ['probe', isoTime(atMs), atMs, kind, anchor, outcome, figure(rttMs), via, detail];
  }
  const { resolution, fromMs, sent, received, lost, late } = row;
  const figures = FIGURES.map((name) => figure(row[name]));
  return [resolution, isoTime(fromMs), fromMs, kind, anchor, sent, received, lost, late, ...figures];
}

function incidentObject(incident: NotedIncident, { isoTime, nowMs, zone }: Content): unknown {
  const { sinceMs, raisedMs, untilMs } = incident;
  return {
    id: incident.id,
    class: incident.class,
    since: isoTime(sinceMs),
    sinceEpochMs: sinceMs,
    raised: isoTime(raisedMs),
    raisedEpochMs: raisedMs,
    until: untilMs === null ? null : isoTime(untilMs),
    untilEpochMs: untilMs,
    durationMs: untilMs === null ? null : Math.max(0, untilMs - sinceMs),
    end: incident.end,
    parent: incident.parent,
    network: incident.network,
    evidence: incident.evidence,
    text: incidentText(incident, nowMs, zone),
    note: incident.note,
  };
}

const gapObject = ({ fromMs, toMs, reason }: Gap, { isoTime }: Content): unknown => ({
  from: isoTime(fromMs),
  fromEpochMs: fromMs,
  to: isoTime(toMs),
  toEpochMs: toMs,
  durationMs: Math.max(0, toMs - fromMs),
  reason,
  text: GAP_TEXTS[reason],
});
