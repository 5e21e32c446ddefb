import { expectedTrouble } from '../../app/refusal.ts';
import { parseAsk } from '../../contract/ask-schemas.ts';
import type { Reply, Trouble } from '../../contract/channel.ts';
import { type Answer, type Handlers, QUESTIONS, type QuestionName } from '../../contract/contract.ts';

export type Log = (what: string, error: unknown) => void;

const NOT_ASKED_SO: Trouble = { what: 'Faultline did not understand this window.', wayOut: 'Open it again.' };
const UNEXPECTED: Trouble = {
  what: 'Something went wrong inside Faultline.',
  wayOut: 'Try again; the log has the details.',
};

const refused = (trouble: Trouble): Reply<never> => ({ ok: false, trouble });

const isQuestion = (name: unknown): name is QuestionName =>
  typeof name === 'string' && Object.hasOwn(QUESTIONS, name);

/** Never in the log: what was asked, for it may hold the user's own words. */
const shown = (name: unknown): string =>
  typeof name === 'string' ? JSON.stringify(name.slice(0, 40)) : typeof name;

async function ask<Name extends QuestionName>(
  handlers: Handlers,
  name: Name,
  value: unknown,
  log: Log,
): Promise<Reply<Answer<Name>>> {
  const parsed = parseAsk(name, value);
  if (!parsed.ok) {
    log(`a window asked ${shown(name)} in a way it may not`, parsed.paths);
    return refused(NOT_ASKED_SO);
  }
  try {
    return { ok: true, answer: await handlers[name](parsed.ask) };
  } catch (error) {
    const trouble = expectedTrouble(error);
    if (trouble === null) log(`the question ${shown(name)} failed`, error);
    return refused(trouble ?? UNEXPECTED);
  }
}

/** Checks one question of a trusted window, has it answered, and turns each failure into words. Never rejects. */
export async function answerQuestion(
  handlers: Handlers,
  name: unknown,
  value: unknown,
  log: Log,
): Promise<Reply<unknown>> {
  if (isQuestion(name)) return ask(handlers, name, value, log);
  log(`a window asked ${shown(name)}, which nobody answers`, null);
  return refused(NOT_ASKED_SO);
}
