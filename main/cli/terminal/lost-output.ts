import { type CommandEnd, EXIT } from '../exit-codes.ts';

const WAYS_OUT: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space, or send it somewhere else',
  EDQUOT: 'free some of your quota, or send it somewhere else',
  EFBIG: 'the file may not grow further: send it somewhere else',
};

/** How a command ends whose standard output can't be written; `code` is the system's. */
export function lostOutput(code: string): CommandEnd {
  return {
    code: EXIT.internal,
    problem: {
      what: `output can't be written (${code})`,
      where: '',
      wayOut: WAYS_OUT[code] ?? 'send it somewhere else',
    },
  };
}
