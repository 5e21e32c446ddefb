import { ipcMain, type WebContents } from 'electron';
import type { Reply } from '../../contract/channel.ts';
import type { Handlers, Pushes, PushName } from '../../contract/contract.ts';
import { PUSH_CHANNEL, QUESTION_CHANNEL } from '../../contract/wire.ts';
import { answerQuestion, type Log } from './answer.ts';
import { isTrusted } from './sender.ts';

export interface ServeOptions {
  /** `destination` depends on who asks. */
  readonly handlersFor: (window: WebContents) => Handlers;
  /** Our windows that are open now. */
  readonly windows: () => ReadonlySet<WebContents>;
  readonly log: Log;
}

const UNTRUSTED: Reply<never> = { ok: false, trouble: { what: 'This page may ask nothing.', wayOut: '' } };

/** Answers the questions of our windows, and of nobody else. */
export function serveQuestions({ handlersFor, windows, log }: ServeOptions): void {
  ipcMain.handle(QUESTION_CHANNEL, async (event, name: unknown, ask: unknown): Promise<Reply<unknown>> => {
    if (isTrusted(event, windows())) return answerQuestion(handlersFor(event.sender), name, ask, log);
    log('a page that is not ours asked a question', null);
    return UNTRUSTED;
  });
}

/** Tells windows whose pages listen; any other asks for the state by itself. */
export function pushTo<Name extends PushName>(
  windows: Iterable<WebContents>,
  name: Name,
  message: Pushes[Name],
): void {
  for (const window of windows) window.send(PUSH_CHANNEL, name, message);
}
