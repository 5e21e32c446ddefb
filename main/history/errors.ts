/**
 * What a caller can tell apart.
 *
 * - `bad-query`: the question makes no sense (the message says which part).
 * - `newer-file`, `older-file`: written by another version; left untouched.
 * - `in-use`: another process writes here. `missing`: no history here (readers), or taken away under its writer.
 * - `unwritable`: the folder can't be made or written. `full`: the disk is.
 * - `damaged`: the file is not what was written; it is set aside.
 * - `closed`: asked after `close()`. `failed`: anything else, the message has the cause.
 */
export const HISTORY_ERROR_CODES = [
  'bad-query',
  'newer-file',
  'older-file',
  'in-use',
  'missing',
  'unwritable',
  'full',
  'damaged',
  'closed',
  'failed',
] as const;
export type HistoryErrorCode = (typeof HISTORY_ERROR_CODES)[number];

/** The message is one or two sentences for a person: what happened and the way out. */
export class HistoryError extends Error {
  readonly code: HistoryErrorCode;

  constructor(code: HistoryErrorCode, message: string) {
    super(message);
    this.name = 'HistoryError';
    this.code = code;
  }
}
