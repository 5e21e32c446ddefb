import { randomUUID } from 'node:crypto';
import { TRACE_METHODS } from '../../domain/model/trace.ts';
import type { TraceAsk, TraceWay } from '../../domain/trace/ask.ts';
import { startEncapsulatedTrace } from '../../encapsulation/start-encapsulated-trace.ts';
import type { HelperClient } from '../../helper-client/types.ts';
import { systemClock } from '../../monitor/pace/system-clock.ts';
import { TRACE_BOUNDS } from '../../trace/run/plan.ts';
import { startTrace } from '../../trace/start-trace.ts';
import type { RunningTrace } from '../../trace/types.ts';
import type { Cli } from '../cli.ts';
import { withEncapsulationOptions } from '../encapsulation/options.ts';
import { type Permit, permitOf } from '../encapsulation/permit.ts';
import { encapsulationSurroundings } from '../encapsulation/surroundings.ts';
import { type CommandEnd, EXIT } from '../exit-codes.ts';
import { choice, family, host, wholeNumber } from '../option-values.ts';
import { startHelperAndDrop } from '../privileged-start.ts';
import { endOf, isWorthPrinting } from '../trace/ending.ts';
import { presenterFor } from '../trace/presenter.ts';
import { isRelayed, type TraceOptions, usageProblem } from '../trace/usage.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

const METHODS = ['auto', ...TRACE_METHODS] as const;

const number = ({ min, max }: { readonly min: number; readonly max: number }, unit = '') =>
  wholeNumber(min, max, unit);

export const TRACE: CommandEntry = {
  name: 'trace',
  add(program, run) {
    const { maxHops, queries, timeoutMs, size, intervalMs } = TRACE_BOUNDS;
    const command = program
      .command('trace')
      .description('show the routers on the way to a host, and which of them loses what')
      .argument('<host>', 'name or address', host)
      .option('--method <method>', METHODS.join(', '), choice(METHODS), 'auto' as const)
      .option('--family <4|6>', 'use only this IP version', family)
      .option('--max-hops <n>', 'look no further than this', number(maxHops), maxHops.otherwise)
      .option('--queries <n>', `probes a hop (default: ${queries.otherwise})`, number(queries))
      .option('--timeout <ms>', 'until a probe is lost', number(timeoutMs, ' ms'), timeoutMs.otherwise)
      .option('--port <n>', 'of UDP or TCP (default: 33434 or 443)', wholeNumber(1, 65_535))
      .option('--size <bytes>', `of a whole packet (default: ${size.otherwise})`, number(size, ' bytes'))
      .option('--numeric', 'addresses only: look up no names')
      .option('--multipath', 'find every path that load balancing opens')
      .option('--mtu', 'also find the largest packet that passes whole')
      .option('--watch', 'go on, a round a second, until Ctrl-C')
      .option(
        '--interval <ms>',
        `between rounds of --watch (default: ${intervalMs.otherwise})`,
        number(intervalMs, ' ms'),
      )
      .option('--reverse', 'the way back from the host to here, if it decapsulates')
      .option('--from <host>', 'the way to the host from that one, if it decapsulates', host);
    withCommonOptions(withEncapsulationOptions(command)).action((host: string, options: TraceOptions) =>
      run(options, (cli) => trace(cli, host, options)),
    );
  },
};

function askOf(host: string, options: TraceOptions): TraceAsk {
  const { watch, multipath, port, queries, size, interval } = options;
  return {
    host,
    way: wayOf(options),
    mode: watch ? 'continuous' : multipath ? 'multipath' : 'once',
    method: options.method,
    family: options.family ?? null,
    maxHops: options.maxHops,
    timeoutMs: options.timeout,
    findMtu: options.mtu === true,
    numeric: options.numeric === true,
    ...(port === undefined ? {} : { port }),
    ...(queries === undefined ? {} : { queries }),
    ...(size === undefined ? {} : { size }),
    ...(interval === undefined ? {} : { intervalMs: interval }),
  };
}

function wayOf({ reverse, from }: TraceOptions): TraceWay {
  if (from !== undefined) return { direction: 'between', from };
  return { direction: reverse === true ? 'reverse' : 'forward' };
}

/** Shows it until it ends, by itself or because the person had enough. */
async function show(cli: Cli, running: RunningTrace, interrupted: AbortSignal): Promise<CommandEnd> {
  const isWatch = running.view.mode === 'continuous';
  const presenter = presenterFor(cli, isWatch);
  const stop = (): void => running.stop();
  interrupted.addEventListener('abort', stop, { once: true });
  if (interrupted.aborted) stop();
  else presenter.take(running.view);
  running.onChange((view) => {
    if (view.status === 'running') presenter.take(view);
  });
  const view = await running.ended;
  interrupted.removeEventListener('abort', stop);
  if (isWorthPrinting(view, cli.json)) presenter.end(view);
  return endOf(view, running.failure ?? null);
}

async function trace(cli: Cli, host: string, options: TraceOptions): Promise<CommandEnd> {
  const wrong = usageProblem(host, options);
  if (wrong !== null) return wrong;
  if (!isRelayed(options)) return withHelper(cli, host, options, null);
  const answer = await permitOf(cli, options);
  return answer.ok ? withHelper(cli, host, options, answer.permit) : answer.end;
}

/** `permit`: of a trace through somebody else; null: an ordinary one. */
async function withHelper(cli: Cli, host: string, options: TraceOptions, permit: Permit | null) {
  const interrupted = cli.untilInterrupted();
  const start = await startHelperAndDrop();
  if (!start.ok) return { code: EXIT.privilege, problem: start.problem };
  const { helper } = start;
  if (!helper.ok) {
    const problem = { what: 'a traceroute needs the helper', where: '', wayOut: helper.reason };
    return { code: EXIT.privilege, problem };
  }
  const end = await show(cli, begin(host, options, helper.client, permit), interrupted);
  await helper.client.close();
  return end;
}

function begin(
  host: string,
  options: TraceOptions,
  client: HelperClient,
  permit: Permit | null,
): RunningTrace {
  const ask = askOf(host, options);
  return permit === null
    ? startTrace(ask, surroundings(client))
    : startEncapsulatedTrace(ask, encapsulationSurroundings(client, permit));
}

const surroundings = (client: HelperClient) => ({
  sender: client,
  clock: systemClock,
  id: randomUUID(),
  network: '',
  onHelperGone: (listener: () => void) => client.onExit(() => listener()),
});
