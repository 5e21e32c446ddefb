import { INCIDENT_CLASSES, type Incident, type IncidentClass } from '../../domain/model/incident.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { DATA_OPTION } from '../data-folder.ts';
import { type CommandEnd, DONE, usageEnd } from '../exit-codes.ts';
import { isoTimeOrNull } from '../json-time.ts';
import { incidentJson } from '../monitor/incident-json.ts';
import { choice, moment, wholeNumber } from '../option-values.ts';
import { lastSeenMs } from '../past/last-seen.ts';
import { incidentLines } from '../past/print-incidents.ts';
import { withReader } from '../past/with-reader.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface IncidentsOptions extends CommonOptions {
  readonly from?: number;
  readonly to?: number;
  readonly class?: IncidentClass;
  readonly limit: number;
  readonly data?: string;
}

const MAX_LIMIT = 1000;

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
      .option('--limit <n>', 'the newest so many', wholeNumber(1, MAX_LIMIT), 100)
      .option(...DATA_OPTION);
    withCommonOptions(command).action((options: IncidentsOptions) =>
      run(options, (cli) => incidents(cli, options, startedMs)),
    );
  },
};

async function incidents(cli: Cli, options: IncidentsOptions, startedMs: number): Promise<CommandEnd> {
  const { from, to, limit } = options;
  if (from !== undefined && from >= (to ?? startedMs)) {
    return usageEnd('--from is not before --to', '', 'give an earlier --from or a later --to');
  }
  return withReader(cli, options.data, async (reader) => {
    const found = await reader.incidents({
      ...(from === undefined ? {} : { fromMs: wallMs(from) }),
      ...(to === undefined ? {} : { toMs: wallMs(to) }),
      ...(options.class === undefined ? {} : { class: options.class }),
      limit,
    });
    const state = await reader.state();
    const seenOf = (incident: Incident): number | null => lastSeenMs(state, incident);
    if (cli.json) {
      cli.stdout.json({
        command: 'incidents',
        from: isoTimeOrNull(from ?? null),
        to: isoTimeOrNull(to ?? null),
        incidents: found.map((incident) => ({
          ...incidentJson(incident, cli.now(), seenOf(incident)),
          ...(incident.note === '' ? {} : { note: incident.note }),
        })),
      });
    } else for (const line of incidentLines(cli.terminal, found, cli.now(), seenOf)) cli.stdout.line(line);
    return DONE;
  });
}
