import { randomUUID } from 'node:crypto';
import type { HistoryState } from '../../domain/model/history-state.ts';
import { listText } from '../../domain/words/names.ts';
import { countOf } from '../../domain/words/numbers.ts';
import { startEngine } from '../../headless/engine.ts';
import type { Engine } from '../../headless/types.ts';
import { systemClock } from '../../monitor/pace/system-clock.ts';
import { type Problem, problemLine } from '../../settings/problem.ts';
import { traceOnsets } from '../../trace/onset/onset-tracer.ts';
import { startTrace } from '../../trace/start-trace.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { CONFIG_OPTION, configOf } from '../config-file.ts';
import { DATA_OPTION, dataDirectory } from '../data-folder.ts';
import { dropPrivilege } from '../drop-privilege.ts';
import { type CommandEnd, DONE, EXIT } from '../exit-codes.ts';
import { historyEnd } from '../history-end.ts';
import { invokerOf } from '../invoker.ts';
import { placesOf } from '../metrics/places.ts';
import { presenterFor } from '../monitor/presenter.ts';
import { runExporters } from '../monitor/run-exporters.ts';
import { wholeNumber } from '../option-values.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface MonitorOptions extends CommonOptions {
  readonly config?: string;
  readonly data?: string;
  readonly history: boolean;
  readonly duration?: number;
}

/** The longest delay of one timer, about 24 days: more would fire at once. */
const MAX_DURATION_S = Math.floor(0x7fff_ffff / 1000);

export const MONITOR: CommandEntry = {
  name: 'monitor',
  add(program, run) {
    const command = program
      .command('monitor')
      .description('watch the connection, name each outage and remember it, until Ctrl-C')
      .option(...CONFIG_OPTION)
      .option(...DATA_OPTION)
      .option('--no-history', 'remember nothing')
      .option('--duration <s>', 'end after this many seconds', wholeNumber(1, MAX_DURATION_S, ' s'));
    withCommonOptions(command).action((options: MonitorOptions) =>
      run(options, (cli) => monitor(cli, options)),
    );
  },
};

class DropFailed extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problemLine(problem));
    this.problem = problem;
  }
}

/** Called as soon as the helper runs: nothing else keeps root's rights, and the history is the user's own. */
function dropRoot(): void {
  const invoker = invokerOf(process.env, process.geteuid?.());
  if (invoker === null) return;
  const drop = dropPrivilege(invoker);
  if (!drop.ok) throw new DropFailed(drop.problem);
}

function startFailed(error: unknown): CommandEnd {
  if (error instanceof DropFailed) return { code: EXIT.privilege, problem: error.problem };
  const end = historyEnd(error);
  if (end === null) throw error;
  return end;
}

function tellHistory(cli: Cli, state: HistoryState): void {
  if (!state.writing) cli.say(`the history is not being written: ${state.reason}`);
  if (state.setAside !== null)
    cli.say(`a damaged history was set aside as ${state.setAside}; a new one was begun`);
}

/** Shows events until the person, the time or the reader of the output ends it. */
async function show(cli: Cli, engine: Engine, interrupted: AbortSignal, durationS: number | undefined) {
  const presenter = presenterFor(cli, engine);
  engine.history?.onStateChange((state) => tellHistory(cli, state));
  const unsubscribe = engine.subscribe((event) => presenter.take(event));
  engine.begin();
  const limits = durationS === undefined ? [] : [AbortSignal.timeout(durationS * 1000)];
  await aborted(AbortSignal.any([interrupted, ...limits]));
  unsubscribe();
  presenter.end();
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

/** Router and resolvers are watched without being configured. */
export function watchingText(anchors: number, directory: string | null): string {
  const what = anchors === 0 ? 'the router and the resolvers' : countOf(anchors, 'anchor');
  const where = directory === null ? 'nothing is remembered' : `history in ${directory}`;
  return `Watching ${what}; ${where}. Ctrl-C ends it.`;
}

async function monitor(cli: Cli, options: MonitorOptions): Promise<CommandEnd> {
  const load = configOf(cli, options.config);
  if (!load.ok) return { code: EXIT.usage, problem: load.problem };
  const directory = options.history ? dataDirectory(cli, options.data) : null;
  const interrupted = cli.untilInterrupted();
  let engine: Engine;
  try {
    engine = await startEngine({ config: load.config, dataDirectory: directory, onHelperStarted: dropRoot });
  } catch (error) {
    return startFailed(error);
  }
  if (!cli.json) {
    cli.stdout.line(watchingText(load.config.anchors.length, directory));
    const places = placesOf(load.config.metrics);
    if (places.length > 0) cli.stdout.line(`Figures go out: ${listText(places)}.`);
  }
  if (engine.history !== null) tellHistory(cli, await engine.history.state());
  const onsets = traceOnsets({
    engine,
    anchors: () => load.config.anchors,
    startTrace,
    clock: systemClock,
    newId: randomUUID,
    log: (what, error) => cli.say(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  });
  const endExporters = runExporters(cli, engine, load.config, directory);
  await show(cli, engine, interrupted, options.duration);
  await onsets.stop();
  await engine.stop();
  await endExporters();
  return DONE;
}
