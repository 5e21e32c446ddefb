import type { Socket } from 'node:net';
import { Connection } from '../connection.ts';
import { meetHelper } from '../meet-helper.ts';
import { failedStart, type StartFailure } from '../start-failure.ts';
import type { HelperStart } from '../types.ts';
import { unanswered } from '../ways/asking.ts';
import type { WayStart } from '../ways/way.ts';
import type { Prompt, PromptEnd } from './ask-by-sudo-prompt.ts';
import { channelTransport } from './channel-transport.ts';
import { commandLine } from './command-line.ts';
import type { Admission } from './door.ts';
import { endByChannel } from './end-by-channel.ts';
import { type Channel, openChannel } from './open-channel.ts';
import { failureOfPrompt } from './prompt-failure.ts';

export interface PromptParts {
  readonly prompt: Prompt;
  /** Of the user whom the helper is to become; null: this system has no user ids. */
  readonly uid: () => number | null;
  /** Folder for temporary files. */
  readonly temporary: () => string;
  /** A person thinks, and types a password: after this, nobody is there. */
  readonly answerMs: number;
}

const notWaitedFor = (): StartFailure => failedStart('it was not waited for');

/** What ends the wait for the helper, or the helper itself. */
type Outcome =
  | { readonly kind: 'admitted'; readonly socket: Socket }
  | { readonly kind: 'turned-away'; readonly reason: string }
  | { readonly kind: 'over'; readonly end: PromptEnd }
  | { readonly kind: 'unanswered' | 'aborted' };

const outcomeOf = (admission: Admission): Outcome =>
  admission.ok
    ? { kind: 'admitted', socket: admission.socket }
    : { kind: 'turned-away', reason: admission.reason };

/** Whichever comes first; nothing of the wait is left behind. */
async function waitFor(
  channel: Channel,
  asking: Promise<PromptEnd>,
  signal: AbortSignal,
  answerMs: number,
): Promise<Outcome> {
  const clean: (() => void)[] = [];
  const timeUp = new Promise<Outcome>((resolve) => {
    const timer = setTimeout(() => resolve({ kind: 'unanswered' }), answerMs);
    clean.push(() => clearTimeout(timer));
  });
  const aborted = new Promise<Outcome>((resolve) => {
    const onAbort = (): void => resolve({ kind: 'aborted' });
    signal.addEventListener('abort', onAbort);
    clean.push(() => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
  });
  const outcome = await Promise.race([
    channel.admitted.then(outcomeOf),
    asking.then((end): Outcome => ({ kind: 'over', end })),
    timeUp,
    aborted,
  ]);
  for (const one of clean) one();
  return outcome;
}

function failureOfWait(outcome: Exclude<Outcome, { kind: 'admitted' }>): StartFailure {
  switch (outcome.kind) {
    case 'turned-away':
      return failedStart(outcome.reason);
    case 'over':
      return failureOfPrompt(outcome.end);
    case 'unanswered':
      return unanswered();
    case 'aborted':
      return notWaitedFor();
  }
}

/** Asks a person for the right to run the helper, and talks to it over a channel. Never rejects. */
export async function startByPrompt(
  parts: PromptParts,
  { site, here, signal }: WayStart,
): Promise<HelperStart> {
  if (signal.aborted) return notWaitedFor();
  const uid = parts.uid();
  if (uid === null) return failedStart('this system has no user ids');
  const temporary = parts.temporary();
  const opened = await openChannel({ uid, env: here.env, temporary, nowMs: Date.now() });
  if (!opened.ok) return failedStart(`no channel to it can be made: ${opened.reason}`);
  const { channel } = opened;
  const { folder } = channel;
  const line = commandLine(site.command, { folder, uid });
  if (line === null) {
    channel.close('it is not needed');
    return failedStart('the path of the helper holds characters that a shell might act on');
  }
  const outcome = await waitFor(channel, parts.prompt(line), signal, parts.answerMs);
  channel.close('it is not waited for');
  if (outcome.kind === 'admitted') {
    return meetHelper(new Connection(channelTransport(outcome.socket, folder)), { signal });
  }
  // It may have been admitted in the same moment; the question may still be on the screen.
  void channel.admitted.then((late) => late.ok && late.socket.destroy());
  endByChannel(folder, 'SIGTERM');
  return failureOfWait(outcome);
}
