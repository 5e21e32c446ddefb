import { LIMITS } from '../../../helper/protocol/limits.ts';
import type { HelperStart } from '../../helper-client/types.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { type CommandEnd, EXIT } from '../exit-codes.ts';
import { family, host, wholeNumber } from '../option-values.ts';
import { helperProber } from '../ping/helper-prober.ts';
import { answerLine, familyNote, headLine, summaryLines } from '../ping/print.ts';
import type { Prober } from '../ping/prober.ts';
import { pingResult } from '../ping/result.ts';
import { runSession, type SessionEnd } from '../ping/session.ts';
import { systemProber } from '../ping/system-prober.ts';
import { checkTarget, resolveTarget, type Target } from '../ping/target.ts';
import { startHelperAndDrop } from '../privileged-start.ts';
import { type CommandEntry, withCommonOptions } from './command.ts';

interface PingOptions extends CommonOptions {
  readonly count: number;
  readonly interval: number;
  readonly family?: 4 | 6;
  readonly size: number;
}

/** Faster than five a second is a flood to home routers, and no single measurement needs it. */
const INTERVAL = { min: 200, max: 60_000 } as const;
const COUNT = { min: 1, max: 100_000 } as const;

export const PING: CommandEntry = {
  name: 'ping',
  add(program, run) {
    const command = program
      .command('ping')
      .description('send echo requests to a host and tell how many came back, and how fast')
      .argument('<host>', 'name or address', host)
      .option('--count <n>', 'probes to send', wholeNumber(COUNT.min, COUNT.max), 10)
      .option(
        '--interval <ms>',
        'from one probe to the next',
        wholeNumber(INTERVAL.min, INTERVAL.max, ' ms'),
        1000,
      )
      .option('--family <4|6>', 'use only this IP version', family)
      .option(
        '--size <bytes>',
        'payload of a probe',
        wholeNumber(LIMITS.sizeMin, LIMITS.sizeMax, ' bytes'),
        56,
      );
    withCommonOptions(command).action((host: string, options: PingOptions) =>
      run(options, (cli) => ping(cli, host, options)),
    );
  },
};

/** The helper when it runs and has the family; else the system's `ping`, and the reason is said. */
function chooseProber(cli: Cli, helper: HelperStart, target: Target, size: number): Prober {
  const probeTarget = { address: target.address, family: target.family, size };
  if (helper.ok && helper.client.hello.families.includes(target.family)) {
    return helperProber(helper.client, probeTarget);
  }
  const reason = helper.ok ? `the helper has no IPv${target.family} socket` : helper.reason;
  cli.say(`measuring through the system's ping: ${reason}`);
  return systemProber(probeTarget);
}

async function measure(
  cli: Cli,
  prober: Prober,
  target: Target,
  options: PingOptions,
  interrupted: AbortSignal,
) {
  const { terminal, stdout } = cli;
  if (!cli.json) stdout.line(headLine(target, options.count, prober.mode));
  return runSession({
    prober,
    count: options.count,
    intervalMs: options.interval,
    interrupted,
    onAnswer: (number, answer) => {
      if (!cli.json) stdout.line(answerLine(terminal, number, options.count, answer));
    },
  });
}

function report(cli: Cli, target: Target, mode: Prober['mode'], { tally, gone }: SessionEnd): CommandEnd {
  const result = pingResult(target, tally, mode);
  // A run that could not send is no measurement, unless something had come back by then.
  if (gone !== null && tally.received === 0) {
    const wayOut = mode === 'ping' ? 'install it (Debian: iputils-ping) or use sudo' : 'try again';
    return { code: EXIT.privilege, problem: { what: gone, where: '', wayOut } };
  }
  if (gone !== null) cli.say(`ended early: ${gone}`);
  if (cli.json) cli.stdout.json(result);
  else for (const line of summaryLines(cli.terminal, result)) cli.stdout.line(line);
  return { code: result.received > 0 ? EXIT.done : EXIT.network };
}

async function ping(cli: Cli, host: string, options: PingOptions): Promise<CommandEnd> {
  // What is plainly wrong is told before anything is started.
  const early = checkTarget(host, options.family);
  if (early !== null && !early.ok) return early;
  const interrupted = cli.untilInterrupted();
  const start = await startHelperAndDrop();
  if (!start.ok) return { code: EXIT.privilege, problem: start.problem };
  const answer = await resolveTarget(host, options.family);
  if (!answer.ok) {
    if (start.helper.ok) await start.helper.client.close();
    return answer;
  }
  const note = familyNote(answer.target);
  if (note !== '' && options.family === undefined) cli.say(note);
  const prober = chooseProber(cli, start.helper, answer.target, options.size);
  if (start.helper.ok && prober.mode === 'ping') await start.helper.client.close();
  const end = await measure(cli, prober, answer.target, options, interrupted);
  const outcome = report(cli, answer.target, prober.mode, end);
  await prober.close();
  return outcome;
}
