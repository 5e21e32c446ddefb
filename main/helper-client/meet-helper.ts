import { PROTOCOL_VERSION } from '../../helper/protocol/messages.ts';
import type { Connection, Greeting } from './connection.ts';
import { failedStart, refusedHello, type StartFailure } from './start-failure.ts';
import type { HelperStart } from './types.ts';

/** What became of a process that said nothing. */
export type Silence = Extract<Greeting, { reason: string }>;

export interface MeetOptions {
  /** Milliseconds to a valid hello. */
  readonly timeoutMs?: number;
  /** Ends the attempt; it is answered as failed. */
  readonly signal?: AbortSignal;
  /** For a program between this one and the helper, whose own end means something. Null: nothing particular. */
  readonly explain?: (silence: Silence) => StartFailure | null;
}

/** A cold start of Node on a busy machine takes about one second. */
const HELLO_TIMEOUT_MS = 10_000;

async function greet(connection: Connection, options: MeetOptions): Promise<Greeting> {
  const giveUp = (): void => connection.giveUp('it was not waited for');
  if (options.signal?.aborted === true) giveUp();
  options.signal?.addEventListener('abort', giveUp);
  const greeting = await connection.greet(options.timeoutMs ?? HELLO_TIMEOUT_MS);
  options.signal?.removeEventListener('abort', giveUp);
  return greeting;
}

/**
 * Waits for the hello of a helper that was started. Never throws: one that has no privilege, is of another version,
 * says something else than the protocol or nothing at all is an answer with a reason, and is ended.
 */
export async function meetHelper(connection: Connection, options: MeetOptions = {}): Promise<HelperStart> {
  const answer = await greet(connection, options);
  if (!('hello' in answer)) {
    connection.kill();
    if ('fatal' in answer) return refusedHello(answer.fatal);
    return options.explain?.(answer) ?? failedStart(answer.reason);
  }
  const { protocol, version, features } = answer.hello;
  if (protocol !== PROTOCOL_VERSION || !features.includes('echo')) {
    connection.kill();
    return failedStart(
      `its version ${version} does not fit this program: start Faultline again, or else build or install it again`,
    );
  }
  return { ok: true, client: connection.client(answer.hello) };
}
