import { INCIDENT_CLASSES, type Incident, type IncidentClass } from '../../domain/model/incident.ts';
import type { TraceSummary } from '../../domain/model/trace.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { HistoryReader } from '../../history/types.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { DATA_OPTION } from '../data-folder.ts';
import { type CommandEnd, DONE, usageEnd } from '../exit-codes.ts';
import { isoTimeOrNull } from '../json-time.ts';
import { incidentJson } from '../monitor/incident-json.ts';
import { beginning, choice, moment, wholeNumber } from '../option-values.ts';
import { keptTraceLines, keptTraceResult } from '../past/kept-trace.ts';
import { lastSeenMs } from '../past/last-seen.ts';
import { findTrace, onsetTraceJson, onsetTraces } from '../past/onset-traces.ts';
import { incidentLines } from '../past/print-incidents.ts';
import { withReader } from '../past/with-reader.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface IncidentsOptions extends CommonOptions {
  readonly from?: number;
  readonly to?: number;
  readonly class?: IncidentClass;
  readonly limit?: number;
  readonly trace?: string;
  readonly data?: string;
}

const MAX_LIMIT = 1000;
const USUAL_LIMIT = 100;

export const INCIDENTS: CommandEntry = {
  name: 'incidents',
  add(program, run) {
    // One "now" for all that is relative to it.
    const startedMs = Date.now();
    const command = program
      .command('incidents')
      .description('list what broke, newest first')
      .option(
        '--from <time>',
        '2026-11-21T14:00, -90m or -7d (default: ever since)',
        moment(() => startedMs),
      )
      .option(
        '--to <time>',
        'the same (default: now)',
        moment(() => startedMs),
      )
      .option('--class <class>', INCIDENT_CLASSES.join(', '), choice(INCIDENT_CLASSES))
      .option('--limit <n>', `the newest so many (default: ${USUAL_LIMIT})`, wholeNumber(1, MAX_LIMIT))
      .option('--trace <id>', 'show one trace of the list in full', beginning)
      .option(...DATA_OPTION);
    withCommonOptions(command).action((options: IncidentsOptions) =>
      run(options, (cli) => incidents(cli, options, startedMs)),
    );
  },
};

/** What is wrong before the history is opened; null: nothing. */
function usageProblem(options: IncidentsOptions, startedMs: number): CommandEnd | null {
  const { from, to, limit, trace } = options;
  if (trace !== undefined) {
    const others = [from, to, limit, options.class];
    const isAlone = others.every((other) => other === undefined);
    return isAlone
      ? null
      : usageEnd('--trace shows one trace, which the other options do not change', '', 'leave them out');
  }
  if (from !== undefined && from >= (to ?? startedMs)) {
    return usageEnd('--from is not before --to', '', 'give an earlier --from or a later --to');
  }
  return null;
}

async function incidents(cli: Cli, options: IncidentsOptions, startedMs: number): Promise<CommandEnd> {
  const wrong = usageProblem(options, startedMs);
  if (wrong !== null) return wrong;
  const { trace } = options;
  return withReader(cli, options.data, (reader) =>
    trace === undefined ? list(cli, reader, options) : showTrace(cli, reader, trace),
  );
}

async function showTrace(cli: Cli, reader: HistoryReader, id: string): Promise<CommandEnd> {
  const found = await findTrace(reader, id);
  if (!found.ok) return found.end;
  if (cli.json) cli.stdout.json(keptTraceResult(found.view));
  else for (const line of keptTraceLines(cli.terminal, found.view, cli.now())) cli.stdout.line(line);
  return DONE;
}

async function list(cli: Cli, reader: HistoryReader, options: IncidentsOptions): Promise<CommandEnd> {
  const { from, to, limit = USUAL_LIMIT } = options;
  const found = await reader.incidents({
    ...(from === undefined ? {} : { fromMs: wallMs(from) }),
    ...(to === undefined ? {} : { toMs: wallMs(to) }),
    ...(options.class === undefined ? {} : { class: options.class }),
    limit,
  });
  const state = await reader.state();
  const traces = await onsetTraces(reader, found);
  const seenOf = (incident: Incident): number | null => lastSeenMs(state, incident);
  const tracesOf = ({ id }: Incident): readonly TraceSummary[] => traces.get(id) ?? [];
  if (cli.json) {
    cli.stdout.json({
      command: 'incidents',
      from: isoTimeOrNull(from ?? null),
      to: isoTimeOrNull(to ?? null),
      incidents: found.map((incident) => ({
        ...incidentJson(incident, cli.now(), seenOf(incident)),
        ...(incident.note === '' ? {} : { note: incident.note }),
        traces: tracesOf(incident).map(onsetTraceJson),
      })),
    });
  } else {
    const lines = incidentLines(cli.terminal, found, cli.now(), seenOf, tracesOf);
    for (const line of lines) cli.stdout.line(line);
  }
  return DONE;
}
