import { type ChildProcess, spawn } from 'node:child_process';
import { PROTOCOL_VERSION } from '../../helper/protocol/messages.ts';
import { artifact } from '../artifact.ts';
import { Connection } from './connection.ts';
import { helperEnvironment } from './helper-environment.ts';
import { failedStart, refusedHello, startFailure } from './start-failure.ts';
import type { HelperStart } from './types.ts';

export interface StartHelperOptions {
  /** Program and its arguments; the built helper under this Node when left out. Never run through a shell. */
  readonly command?: readonly [string, ...string[]];
  /** What the helper may know of its surroundings is picked from this. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from the spawn to a valid hello. A cold start of Node on a busy machine takes about one second. */
  readonly timeoutMs?: number;
}

const START_TIMEOUT_MS = 10_000;

function builtHelper(): readonly [string, ...string[]] | null {
  try {
    return [process.execPath, artifact('helper.cjs')];
  } catch {
    return null;
  }
}

function spawnHelper(command: readonly [string, ...string[]], options: StartHelperOptions): ChildProcess {
  const [program, ...args] = command;
  return spawn(program, args, {
    cwd: '/',
    env: helperEnvironment(options.environment ?? process.env),
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
export async function startHelper(options: StartHelperOptions = {}): Promise<HelperStart> {
  const command = options.command ?? builtHelper();
  if (command === null) return startFailure('not-built', 'the helper is not built: run "npm run build"');
  let child: ChildProcess;
  try {
    child = spawnHelper(command, options);
  } catch (error) {
    return failedStart(error instanceof Error ? error.message : String(error));
  }
  const connection = new Connection(child);
  const answer = await connection.greet(options.timeoutMs ?? START_TIMEOUT_MS);
  if (!('hello' in answer)) {
    connection.kill();
    return 'fatal' in answer ? refusedHello(answer.fatal) : failedStart(answer.reason);
  }
  const { protocol, version, features } = answer.hello;
  if (protocol !== PROTOCOL_VERSION || !features.includes('echo')) {
    connection.kill();
    return failedStart(`its version ${version} does not fit this program: run "npm run build"`);
  }
  return { ok: true, client: connection.client(answer.hello) };
}
