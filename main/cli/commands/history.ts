import { KINDS, type Kind } from '../../domain/model/kind.ts';
import { wallMs } from '../../domain/model/units.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { DATA_OPTION } from '../data-folder.ts';
import { type CommandEnd, DONE, usageEnd } from '../exit-codes.ts';
import { choices, moment, wholeNumber } from '../option-values.ts';
import { seriesLines } from '../past/print-series.ts';
import { seriesResult } from '../past/series-result.ts';
import { withReader } from '../past/with-reader.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface HistoryCommandOptions extends CommonOptions {
  readonly from?: number;
  readonly to?: number;
  readonly kind?: readonly Kind[];
  readonly points: number;
  readonly data?: string;
}

const HOUR_MS = 3_600_000;
/** What the history answers at most in one question. */
const MAX_POINTS = 2000;

export const HISTORY: CommandEntry = {
  name: 'history',
  add(program, run) {
    // One "now" for all that is relative to it.
    const startedMs = Date.now();
    const command = program
      .command('history')
      .description('show what was measured')
      .option(
        '--from <time>',
        '2026-11-21T14:00, -90m or -7d (default: an hour before --to)',
        moment(() => startedMs),
      )
      .option(
        '--to <time>',
        'the same (default: now)',
        moment(() => startedMs),
      )
      .option('--kind <kinds>', `${KINDS.join(', ')}; several with commas (default: all)`, choices(KINDS))
      .option('--points <n>', 'buckets to divide the time into', wholeNumber(1, MAX_POINTS), 60)
      .option(...DATA_OPTION);
    withCommonOptions(command).action((options: HistoryCommandOptions) =>
      run(options, (cli) => history(cli, options, startedMs)),
    );
  },
};

async function history(cli: Cli, options: HistoryCommandOptions, startedMs: number): Promise<CommandEnd> {
  const toMs = options.to ?? startedMs;
  const fromMs = options.from ?? toMs - HOUR_MS;
  if (fromMs >= toMs)
    return usageEnd('--from is not before --to', '', 'give an earlier --from or a later --to');
  return withReader(cli, options.data, async (reader) => {
    const answer = await reader.series({
      kinds: options.kind ?? KINDS,
      fromMs: wallMs(fromMs),
      toMs: wallMs(toMs),
      points: options.points,
    });
    const result = seriesResult(answer);
    if (cli.json) cli.stdout.json(result);
    else for (const line of seriesLines(cli.terminal, result, cli.now())) cli.stdout.line(line);
    return DONE;
  });
}
