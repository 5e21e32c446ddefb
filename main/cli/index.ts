import { type Command, CommanderError } from 'commander';
import { problemLine } from '../settings/problem.ts';
import type { Cli, CommonOptions } from './cli.ts';
import { type CommandEnd, EXIT } from './exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';
import { homeOf, invokerOf } from './invoker.ts';
import { buildProgram, usageProblem } from './program.ts';
import { lostOutput } from './terminal/lost-output.ts';
import { forgetLostTerminals } from './terminal/lost-terminal.ts';
import { createOutput } from './terminal/output.ts';
import { describeTerminal } from './terminal/terminal.ts';

/** Then that is how the command ended, whatever it says itself before or after. */
let outputLost = false;
const stderr = createOutput(process.stderr);
const stdout = createOutput(
  process.stdout,
  (code) => {
    conclude(lostOutput(code));
    outputLost = true;
  },
  () => stderr.line('faultline: nobody reads the output; lines are left out until it is read'),
);

function makeCli(options: CommonOptions): Cli {
  return {
    stdout,
    stderr,
    // Asked anew each time: a window may be resized while the monitor runs.
    get terminal() {
      return describeTerminal({
        isTty: process.stdout.isTTY === true,
        columns: process.stdout.columns,
        rows: process.stdout.rows,
        platform: process.platform,
        env: process.env,
        ascii: options.ascii === true,
      });
    },
    json: options.json === true,
    home: homeOf(invokerOf(process.env, process.geteuid?.())),
    now: Date.now,
    untilInterrupted: () => untilInterrupted(stdout),
    say: (text) => stderr.line(`faultline: ${problemLine({ what: text, where: '', wayOut: '' })}`),
  };
}

function conclude(end: CommandEnd): void {
  if (outputLost) return;
  if (end.problem !== undefined) stderr.line(`faultline: ${problemLine(end.problem)}`);
  process.exitCode = end.code;
}

/** A fault of ours: one line, and the stack only for whoever asks. */
function unexpected(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  conclude({
    code: EXIT.internal,
    problem: {
      what: `unexpected error: ${message}`,
      where: '',
      wayOut: 'run it again with --verbose and report this',
    },
  });
  if (process.argv.includes('--verbose') && error instanceof Error) stderr.line(error.stack ?? '');
}

async function main(): Promise<void> {
  forgetLostTerminals();
  // What a timer or a socket throws ends up here. Node by itself would exit with 1, "the network said no".
  process.on('uncaughtException', (error) => {
    unexpected(error);
    process.exit(EXIT.internal);
  });
  // Electron by itself would only tell of it and go on; Node does as this.
  process.on('unhandledRejection', (error) => {
    throw error;
  });
  const program: Command = buildProgram(async (options, body) => conclude(await body(makeCli(options))));
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) conclude(usageProblem(program, error));
    else unexpected(error);
  }
}

await main();
