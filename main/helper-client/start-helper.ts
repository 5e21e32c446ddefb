import { type ChildProcess, spawn } from 'node:child_process';
import { PROTOCOL_VERSION } from '../../helper/protocol/messages.ts';
import { artifact } from '../artifact.ts';
import { Connection, type Greeting } from './connection.ts';
import { helperEnvironment } from './helper-environment.ts';
import { failedStart, refusedHello, type StartFailure, startFailure } from './start-failure.ts';
import type { HelperCommand, HelperStart } from './types.ts';

/** What became of a process that said nothing. */
export type Silence = Extract<Greeting, { reason: string }>;

export interface StartHelperOptions {
  /** Program and its arguments; the built helper under this Node when left out. Never run through a shell. */
  readonly command?: HelperCommand;
  /** What the helper may know of its surroundings is picked from this. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds from the spawn to a valid hello. A cold start of Node on a busy machine takes about one second. */
  readonly timeoutMs?: number;
  /** Ends the attempt; it is answered as failed. */
  readonly signal?: AbortSignal;
  /** For a program between this one and the helper, whose own end means something. Null: nothing particular. */
  readonly explain?: (silence: Silence) => StartFailure | null;
}

const START_TIMEOUT_MS = 10_000;

/** The built helper under this Node. In Electron the running program is no Node, and would open a second app. */
export function builtHelper(
  runtime: {
    readonly execPath: string;
    readonly versions: Readonly<Record<string, string | undefined>>;
  } = process,
): HelperCommand | null {
  if (runtime.versions['electron'] !== undefined) return null;
  try {
    return [runtime.execPath, artifact('helper.cjs')];
  } catch {
    return null;
  }
}

function spawnHelper(command: HelperCommand, options: StartHelperOptions): ChildProcess {
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

const missing = (): StartFailure =>
  process.versions['electron'] === undefined
    ? startFailure('not-built', 'the helper is not built: run "npm run build"')
    : startFailure(
        'not-built',
        'no program was named that can run the helper: start Faultline with "npm start"',
      );

async function greet(connection: Connection, options: StartHelperOptions): Promise<Greeting> {
  const giveUp = (): void => connection.giveUp('it was not waited for');
  if (options.signal?.aborted === true) giveUp();
  options.signal?.addEventListener('abort', giveUp);
  const greeting = await connection.greet(options.timeoutMs ?? START_TIMEOUT_MS);
  options.signal?.removeEventListener('abort', giveUp);
  return greeting;
}

/**
 * Starts the helper and waits for its hello. Never throws: a helper that is missing, has no privilege, says
 * something else than the protocol or nothing at all is an answer with a reason.
 */
export async function startHelper(options: StartHelperOptions = {}): Promise<HelperStart> {
  const command = options.command ?? builtHelper();
  if (command === null) return missing();
  let child: ChildProcess;
  try {
    child = spawnHelper(command, options);
  } catch (error) {
    return failedStart(error instanceof Error ? error.message : String(error));
  }
  const connection = new Connection(child);
  const answer = await greet(connection, options);
  if (!('hello' in answer)) {
    connection.kill();
    if ('fatal' in answer) return refusedHello(answer.fatal);
    return options.explain?.(answer) ?? failedStart(answer.reason);
  }
  const { protocol, version, features } = answer.hello;
  if (protocol !== PROTOCOL_VERSION || !features.includes('echo')) {
    connection.kill();
    return failedStart(`its version ${version} does not fit this program: run "npm run build"`);
  }
  return { ok: true, client: connection.client(answer.hello) };
}
