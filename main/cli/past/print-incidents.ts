import type { Incident } from '../../domain/model/incident.ts';
import type { NotedIncident } from '../../domain/model/noted-incident.ts';
import type { TraceSummary } from '../../domain/model/trace.ts';
import { CLASS_WORDS } from '../../domain/words/class-words.ts';
import { durationText, momentText } from '../../domain/words/times.ts';
import { type Column, table } from '../terminal/table.ts';
import { printable, shape, type Terminal } from '../terminal/terminal.ts';

const COLUMNS: readonly Column[] = [
  { head: '', align: 'left' },
  { head: 'since', align: 'left' },
  { head: 'for', align: 'right' },
  { head: 'what', align: 'left' },
  { head: 'end', align: 'left' },
];

const END_WORDS = {
  recovered: 'recovered',
  absorbed: 'became a larger outage',
  unknown: 'not seen',
} as const;

function endWords(incident: Incident, nowMs: number, seenMs: number | null): string {
  if (incident.untilMs !== null) return END_WORDS[incident.end ?? 'unknown'];
  return seenMs === null ? 'goes on' : `open when last seen at ${momentText(seenMs, nowMs, undefined)}`;
}

function row(terminal: Terminal, incident: Incident, nowMs: number, seenMs: number | null): string[] {
  const words = CLASS_WORDS[incident.class];
  const figure = incident.evidence.figure;
  const detail = words.figure === undefined || figure === undefined ? '' : ` (${words.figure(figure)})`;
  return [
    shape(terminal, words.state),
    momentText(incident.sinceMs, nowMs, undefined),
    durationText((incident.untilMs ?? seenMs ?? nowMs) - incident.sinceMs),
    `${words.title}${detail}`,
    endWords(incident, nowMs, seenMs),
  ];
}

/** On one line and harmless to a terminal, whatever was written. */
const noteText = (note: string): string =>
  note
    .replace(/[\p{Cc}\u2028-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();

/** Enough of an id to be found by, and short enough to be typed. */
const SHORT_ID = 8;

const traceLine = ({ id, family, sentence }: TraceSummary): string =>
  `     IPv${family} trace ${printable(id.slice(0, SHORT_ID))}: ${printable(sentence.text)}`;

/** How one of them is read. */
function traceHint([first]: readonly TraceSummary[]): readonly string[] {
  if (first === undefined) return [];
  return ['', `incidents --trace ${printable(first.id.slice(0, SHORT_ID))} shows that trace, hop by hop.`];
}

/**
 * A note, and the traces that were taken when it began, below their incident. `seenOf`: when an incident was last
 * watched; null while a monitor watches it.
 */
export function incidentLines(
  terminal: Terminal,
  incidents: readonly NotedIncident[],
  nowMs: number,
  seenOf: (incident: Incident) => number | null,
  tracesOf: (incident: Incident) => readonly TraceSummary[] = () => [],
): string[] {
  if (incidents.length === 0) return ['No incidents in this time.'];
  const [head = '', ...rows] = table(
    COLUMNS,
    incidents.map((incident) => row(terminal, incident, nowMs, seenOf(incident))),
  );
  const told = incidents.flatMap((incident, index) => {
    const note = noteText(incident.note);
    return [
      rows[index] ?? '',
      ...(note === '' ? [] : [`     note: ${note}`]),
      ...tracesOf(incident).map(traceLine),
    ];
  });
  return [head, ...told, ...traceHint(incidents.flatMap(tracesOf))];
}
