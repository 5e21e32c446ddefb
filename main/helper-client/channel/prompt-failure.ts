import { parseEvent } from '../../../helper/protocol/parse.ts';
import { failedStart, refusedHello, type StartFailure } from '../start-failure.ts';
import { givenInVain, nobodyAsked, notGiven } from '../ways/asking.ts';
import type { PromptEnd } from './ask-by-sudo-prompt.ts';

/** Why a helper that a person was asked for never came. */
export function failureOfPrompt(end: PromptEnd): StartFailure {
  switch (end.kind) {
    case 'declined':
      return notGiven();
    case 'nobody-asked':
      return nobodyAsked();
    case 'failed':
      return failedStart(`the question for a password failed: ${end.message}`);
    case 'ended':
      return failureOfHelper(end);
  }
}

/** Before it has its channel, the helper says on standard output why it can't run. */
function failureOfHelper({ code, stdout, stderr }: Extract<PromptEnd, { kind: 'ended' }>): StartFailure {
  for (const line of stdout.slice(-4096).split('\n')) {
    const event = parseEvent(line);
    if (!('event' in event) || event.event !== 'fatal') continue;
    if (event.code !== 'no-privilege') return refusedHello(event);
    return givenInVain();
  }
  const words = stderr
    .slice(-300)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim();
  return failedStart(`it exited with code ${code}${words === '' ? '' : ` (${words})`}`);
}
