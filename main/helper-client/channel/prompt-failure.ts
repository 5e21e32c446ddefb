import { parseEvent } from '../../../helper/protocol/parse.ts';
import { failedStart, refusedHello, type StartFailure, startFailure } from '../start-failure.ts';
import type { PromptEnd } from './ask-by-sudo-prompt.ts';

const ON_DEMAND = 'it is tried again when you ask for it';

/** Why a helper that a person was asked for never came. */
export function failureOfPrompt(end: PromptEnd): StartFailure {
  switch (end.kind) {
    case 'declined':
      return startFailure('declined', `the right to open raw sockets was not given; ${ON_DEMAND}`);
    case 'nobody-asked':
      return startFailure(
        'declined',
        `nothing on this desktop could ask you for the right to open raw sockets; ${ON_DEMAND}`,
      );
    case 'failed':
      return failedStart(`the question for a password failed: ${end.message}`);
    case 'ended':
      return failureOfHelper(end);
  }
}

export const unanswered = (): StartFailure =>
  startFailure('declined', `nobody answered the question for the right to open raw sockets; ${ON_DEMAND}`);

/** Before it has its channel, the helper says on standard output why it can't run. */
function failureOfHelper({ code, stdout, stderr }: Extract<PromptEnd, { kind: 'ended' }>): StartFailure {
  for (const line of stdout.slice(-4096).split('\n')) {
    const event = parseEvent(line);
    if (!('event' in event) || event.event !== 'fatal') continue;
    if (event.code !== 'no-privilege') return refusedHello(event);
    return failedStart(
      'it was given no right to open raw sockets although the question was answered with yes',
    );
  }
  const words = stderr
    .slice(-300)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return failedStart(`it exited with code ${code}${words === '' ? '' : ` (${words})`}`);
}
