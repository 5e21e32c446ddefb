import { hopWords } from '../hop-words.ts';
import { answeringHops, canJudgeSilence, type SentenceCase, starting } from '../untold-trace.ts';

export const failed: SentenceCase = (view) => (view.trouble === null ? null : starting(view.trouble));

/** Under way, or ended before it could tell: nothing is concluded from what has not come yet. */
export const tooEarly: SentenceCase = (view) => {
  if (view.reached || canJudgeSilence(view)) return null;
  const last = answeringHops(view).at(-1);
  if (view.status === 'running') {
    return starting(
      last === undefined
        ? 'Waiting for the first answers.'
        : `Packets get to ${hopWords(view, last.ttl)} so far; waiting for the rest.`,
    );
  }
  return starting(
    last === undefined
      ? 'Stopped before anything answered: cannot tell yet.'
      : `Stopped when packets had got to ${hopWords(view, last.ttl)}: cannot tell yet what is beyond.`,
  );
};
