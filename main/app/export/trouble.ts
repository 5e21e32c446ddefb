import { dirname } from 'node:path';
import type { Trouble } from '../../contract/channel.ts';
import { HistoryError } from '../../history/errors.ts';

const codeOf = (error: unknown): string => {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const ELSEWHERE = 'Choose another folder.';

/** `smaller`: how less could be written; empty: it can't be less. */
const WORDS: Readonly<Record<string, (file: string, smaller: string) => Trouble>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: (file, smaller) => ({
    what: `${file} would be larger than its disk allows.`,
    wayOut: sentence(`${smaller}choose another folder.`),
  }),
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: (file) => ({ what: `${dirname(file)} can only be read.`, wayOut: ELSEWHERE }),
  ENOENT: gone,
  ENOTDIR: gone,
  EISDIR: taken,
  ENOTEMPTY: taken,
  EEXIST: taken,
  ENAMETOOLONG: () => ({ what: 'The name of the file is too long.', wayOut: 'Choose a shorter one.' }),
};

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function full(file: string, smaller: string): Trouble {
  return {
    what: `The disk that holds ${dirname(file)} is full.`,
    wayOut: `Free some space, ${smaller === '' ? 'or ' : smaller}choose another folder.`,
  };
}

function forbidden(file: string): Trouble {
  return { what: `You may not write in ${dirname(file)}.`, wayOut: ELSEWHERE };
}

function gone(file: string): Trouble {
  return { what: `The folder ${dirname(file)} is not there.`, wayOut: ELSEWHERE };
}

function taken(file: string): Trouble {
  return { what: `${file} is a folder.`, wayOut: 'Choose another name.' };
}

/** What went wrong with an export into `file`, in words. */
export function exportTrouble(error: unknown, file: string): Trouble {
  // Its messages are whole sentences with the way out.
  if (error instanceof HistoryError) return { what: error.message, wayOut: 'Nothing was exported.' };
  return writeTrouble(error, file, 'export a shorter range, or ');
}

/** What went wrong while `file` was written, in words. */
export function writeTrouble(error: unknown, file: string, smaller = ''): Trouble {
  const words = WORDS[codeOf(error)];
  if (words !== undefined) return words(file, smaller);
  return {
    what: `${file} can't be written: ${messageOf(error)}.`,
    wayOut: 'Try again, or choose another folder.',
  };
}
