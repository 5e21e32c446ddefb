import type { Home } from '../settings/paths.ts';
import type { Output } from './terminal/output.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What every command can be asked for. */
export interface CommonOptions {
  readonly json?: true;
  readonly ascii?: true;
  readonly verbose?: true;
}

/** What a command gets from the process it runs in. */
export interface Cli {
  readonly stdout: Output;
  readonly stderr: Output;
  /** Of stdout. */
  readonly terminal: Terminal;
  readonly json: boolean;
  /** Of the person who runs the command: behind sudo, the invoking user. */
  readonly home: Home;
  readonly now: () => number;
  /** From here on the first Ctrl-C, SIGTERM or closed pipe asks the command to end; a second one ends it. */
  readonly untilInterrupted: () => AbortSignal;
  /** Diagnostics: always stderr, one line. */
  readonly say: (text: string) => void;
}
