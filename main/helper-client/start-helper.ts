import { type ChildProcess, spawn } from 'node:child_process';
import { childTransport } from './child-transport.ts';
import { Connection } from './connection.ts';
import { helperEnvironment } from './helper-environment.ts';
import { type MeetOptions, meetHelper } from './meet-helper.ts';
import { failedStart } from './start-failure.ts';
import type { HelperCommand, HelperStart } from './types.ts';

export interface StartHelperOptions extends MeetOptions {
  /** Program and its arguments. Never run through a shell. */
  readonly command: HelperCommand;
  /** What the helper may know of its surroundings is picked from this. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

function spawnHelper({ command, environment }: StartHelperOptions): ChildProcess {
  const [program, ...args] = command;
  return spawn(program, args, {
    cwd: '/',
    env: helperEnvironment(environment ?? process.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    shell: false,
    windowsHide: true,
    // A session of its own: Ctrl-C and Ctrl-Z at the terminal are for the client, which then closes the pipe.
    detached: true,
  });
}

/**
 * Starts the helper and waits for its hello. Never throws: a helper that is missing, has no privilege, says
 * something else than the protocol or nothing at all is an answer with a reason.
 */
export async function startHelper(options: StartHelperOptions): Promise<HelperStart> {
  let child: ChildProcess;
  try {
    child = spawnHelper(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return options.explain?.({ reason }) ?? failedStart(reason);
  }
  return meetHelper(new Connection(childTransport(child)), options);
}
