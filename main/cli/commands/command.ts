import type { Command } from 'commander';
import type { Cli, CommonOptions } from '../cli.ts';
import type { CommandEnd } from '../exit-codes.ts';

/** Runs the body of a command with what it needs of the process, and sees to its exit code and its problem. */
export type Run = (options: CommonOptions, body: (cli: Cli) => Promise<CommandEnd>) => Promise<void>;

/** One command of the program; the registry lists them all. */
export interface CommandEntry {
  readonly name: string;
  add(program: Command, run: Run): void;
}

/** Options that every command knows, at the end of its help. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print data as JSON, and nothing else, on stdout')
    .option('--ascii', 'draw with ASCII characters only')
    .option('--verbose', 'show the stack of an unexpected error');
}
