import { PROBE_BOUNDS } from '../../encapsulation/probe/probe-plan.ts';
import { startPathProbe } from '../../encapsulation/start-path-probe.ts';
import type { RunningPathProbe } from '../../encapsulation/types.ts';
import { TRACE_BOUNDS } from '../../trace/run/plan.ts';
import type { Cli } from '../cli.ts';
import { withEncapsulationOptions } from '../encapsulation/options.ts';
import { permitOf } from '../encapsulation/permit.ts';
import { encapsulationSurroundings } from '../encapsulation/surroundings.ts';
import { type CommandEnd, EXIT } from '../exit-codes.ts';
import { family, host, hostList, wholeNumber } from '../option-values.ts';
import { startHelperAndDrop } from '../privileged-start.ts';
import { endOf, isWorthPrinting } from '../probe/ending.ts';
import { presenterFor } from '../probe/presenter.ts';
import { askOf, type ProbeOptions, usageProblem } from '../probe/usage.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

const number = ({ min, max }: { readonly min: number; readonly max: number }, unit = '') =>
  wholeNumber(min, max, unit);

export const PROBE: CommandEntry = {
  name: 'probe',
  add(program, run) {
    const { count, rate, timeoutMs } = PROBE_BOUNDS;
    const command = program
      .command('probe')
      .description('measure the loss along one exact path, with packets that its routers send on')
      .argument('[host]', 'name or address: the path to it is traced first', host)
      .option('--path <hops>', 'the path itself: A,B,C', hostList)
      .option('--from <host>', 'begin the path there; it must decapsulate', host)
      .option('--family <4|6>', 'use only this IP version', family)
      .option('--max-hops <n>', 'trace no further than this', number(TRACE_BOUNDS.maxHops))
      .option('--count <n>', 'boomerangs a hop', number(count), count.otherwise)
      .option('--rate <n>', 'packets a second, all together', number(rate), rate.otherwise)
      .option('--timeout <ms>', 'until one is lost', number(timeoutMs, ' ms'), timeoutMs.otherwise)
      .option('--synchronous', 'all hops of a round at once')
      .option('--numeric', 'addresses only: look up no names');
    withCommonOptions(withEncapsulationOptions(command)).action(
      (host: string | undefined, options: ProbeOptions) => run(options, (cli) => probe(cli, host, options)),
    );
  },
};

/** Shows it until it ends, by itself or because the person had enough. */
async function show(cli: Cli, running: RunningPathProbe, interrupted: AbortSignal): Promise<CommandEnd> {
  const presenter = presenterFor(cli);
  const stop = (): void => running.stop();
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  else presenter.take(running.view);
  running.onChange((view) => {
    if (view.status === 'running') presenter.take(view);
  });
  const view = await running.ended;
  interrupted.removeEventListener('abort', stop);
  if (isWorthPrinting(view)) presenter.end(view);
  return endOf(view, running.failure);
}

async function probe(cli: Cli, host: string | undefined, options: ProbeOptions): Promise<CommandEnd> {
  const wrong = usageProblem(host, options);
  if (wrong !== null) return wrong;
  const answer = await permitOf(cli, options);
  if (!answer.ok) return answer.end;
  const interrupted = cli.untilInterrupted();
  const start = await startHelperAndDrop();
  if (!start.ok) return { code: EXIT.privilege, problem: start.problem };
  const { helper } = start;
  if (!helper.ok) {
    const problem = { what: 'a path probe needs the helper', where: '', wayOut: helper.reason };
    return { code: EXIT.privilege, problem };
  }
  const around = encapsulationSurroundings(helper.client, answer.permit);
  const end = await show(cli, startPathProbe(askOf(host, options), around), interrupted);
  await helper.client.close();
  return end;
}
