import { MalformedBlock } from '../codec/bytes.ts';
import { HistoryError, type HistoryErrorCode } from '../errors.ts';

/** Primary SQLite result codes (sqlite.org/rescode.html). */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const CONSTRAINT = 19;
const MISMATCH = 20;
const NOTADB = 26;
const ENOSPC = 28;
const EDQUOT = 122;

/** ENOENT: where no folder can be made, as in /proc. */
const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT']);

/** Names the cause of whatever was thrown; the words are completed by those who know the folder. */
export function failureCode(error: unknown): HistoryErrorCode {
  if (error instanceof HistoryError) return error.code;
  if (error instanceof MalformedBlock) return 'damaged';
  const { sqlite, system, code } = codesOf(error);
  if (system === ENOSPC || system === EDQUOT || code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  if (UNWRITABLE.has(code)) return 'unwritable';
  switch (sqlite & 0xff) {
    case FULL:
      return 'full';
    case CORRUPT:
    case NOTADB:
      return 'damaged';
    case BUSY:
    case LOCKED:
      return 'in-use';
    case READONLY:
    case CANTOPEN:
      return 'unwritable';
    default:
      return 'failed';
  }
}

/** The fault lies in the values themselves: writing them again would fail again, on any disk. */
export function isRejection(error: unknown): boolean {
  const { sqlite, code } = codesOf(error);
  const primary = sqlite & 0xff;
  return primary === CONSTRAINT || primary === MISMATCH || code.startsWith('ERR_INVALID_ARG');
}

function codesOf(error: unknown): { sqlite: number; system: number; code: string } {
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  const sqlite = field('errcode');
  const system = field('systemErrno');
  const code = field('code');
  return {
    sqlite: typeof sqlite === 'number' ? sqlite : 0,
    system: typeof system === 'number' ? system : 0,
    code: typeof code === 'string' ? code : '',
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What happened in `directory` and the way out, for people. */
const WORDS: Readonly<Record<HistoryErrorCode, (directory: string, cause: string) => string>> = {
  'bad-query': (_, cause) => cause,
  'newer-file': (_, cause) => cause,
  'older-file': (_, cause) => cause,
  missing: (directory) => `There is no history in ${directory} yet. Start the monitor to begin one.`,
  'in-use': (directory) =>
    `Another Faultline is already writing the history in ${directory}. Stop it, or give this one a folder of its own.`,
  unwritable: (directory, cause) =>
    `The history can't be written in ${directory} (${cause}). Check who owns the folder, or choose another one.`,
  full: (directory) =>
    `The disk that holds ${directory} is full. Free some space: writing then goes on by itself.`,
  damaged: (directory, cause) => `The history in ${directory} is damaged (${cause}).`,
  closed: () => 'The history is closed.',
  failed: (directory, cause) => `The history in ${directory} can't be used: ${cause}.`,
};

export function toHistoryError(error: unknown, directory: string): HistoryError {
  if (error instanceof HistoryError) return error;
  const code = failureCode(error);
  return new HistoryError(code, WORDS[code](directory, messageOf(error)));
}

export const wordsOf = (code: HistoryErrorCode, directory: string, cause = ''): string =>
  WORDS[code](directory, cause);
