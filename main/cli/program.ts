import { Command, type CommanderError } from 'commander';
import { nearest } from '../settings/nearest.ts';
import type { Run } from './commands/command.ts';
import { COMMANDS } from './commands/registry.ts';
import { type CommandEnd, DONE, usageEnd } from './exit-codes.ts';
import { VERSION } from './version.ts';

const EXIT_CODES = `
Exit codes: 0 done, 1 the network said no, 2 usage, 3 no privilege, 4 internal.
Every command is described in docs/cli.md.`;

export function buildProgram(run: Run): Command {
  const program = new Command('faultline')
    .description('Watches an internet connection and says which part of it broke.')
    .version(VERSION, '--version', 'print the version')
    .addHelpText('after', EXIT_CODES)
    // Errors become one line of ours; see usageProblem.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  for (const entry of COMMANDS) entry.add(program, run);
  for (const command of program.commands) command.copyInheritedSettings(program).allowExcessArguments(false);
  program.showSuggestionAfterError(false);
  return program;
}

const NAMED = /'([^']*)'/;

function unknownOption(program: Command, message: string, command: Command): CommandEnd {
  const given = NAMED.exec(message)?.[1] ?? '';
  const known = [...command.options, ...program.options].flatMap(({ long }) => (long == null ? [] : [long]));
  const meant = nearest(given.replace(/=.*$/, ''), known);
  const help = `see "faultline${command === program ? '' : ` ${command.name()}`} --help"`;
  return usageEnd(`unknown option ${given}`, '', meant === null ? help : `did you mean ${meant}?`);
}

function unknownCommand(program: Command, message: string): CommandEnd {
  const given = NAMED.exec(message)?.[1] ?? '';
  const meant = nearest(
    given,
    program.commands.map((command) => command.name()),
  );
  return usageEnd(
    `unknown command ${given}`,
    '',
    meant === null ? 'see "faultline --help"' : `did you mean ${meant}?`,
  );
}

/** `option '--count <n>' argument 'x' is invalid. Write ...` -> `--count can't be "x"; write ...` */
function badValue(message: string, help: string): CommandEnd {
  const found = /^error: option '([^' ]+)[^']*' argument '(.*)' is invalid\. (.*)$/s.exec(message);
  if (found === null) return usageEnd(message.replace(/^error: /, ''), '', help);
  const [, option = '', value = '', words = ''] = found;
  const advice = words.slice(0, 1).toLowerCase() + words.slice(1).replace(/\.$/, '');
  return usageEnd(`${option} can't be "${value}"`, '', advice);
}

/** What commander found wrong with the arguments, in our words; `--help` and `--version` are no fault. */
export function usageProblem(program: Command, error: CommanderError): CommandEnd {
  const name = program.args[0];
  const command = program.commands.find((one) => one.name() === name) ?? program;
  const help = `see "faultline${command === program ? '' : ` ${command.name()}`} --help"`;
  switch (error.code) {
    case 'commander.helpDisplayed':
    case 'commander.version':
      return DONE;
    case 'commander.help':
      return usageEnd('no command given', '', help);
    case 'commander.unknownCommand':
      return unknownCommand(program, error.message);
    case 'commander.unknownOption':
      return unknownOption(program, error.message, command);
    case 'commander.invalidArgument':
      return badValue(error.message, help);
    default:
      return usageEnd(error.message.replace(/^error: /, '').replace(/\.$/, ''), '', help);
  }
}
