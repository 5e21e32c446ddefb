import type { Trouble } from '../contract/channel.ts';
import { HistoryError } from '../history/errors.ts';

/** An expected failure of a question, in words for the window that asked. */
export class Refusal extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(`${trouble.what} ${trouble.wayOut}`.trim());
    this.name = 'Refusal';
    this.trouble = trouble;
  }
}

/** The words of an expected failure; null: nobody expected it. */
export function expectedTrouble(error: unknown): Trouble | null {
  if (error instanceof Refusal) return error.trouble;
  return error instanceof HistoryError ? { what: error.message, wayOut: '' } : null;
}
