import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { inspect } from 'node:util';
import { makeOwnerFolder } from '../../owner-folder.ts';

export type Log = (what: string, error: unknown) => void;

/** One full file is kept beside the current one. */
const MOST_BYTES = 500_000;

function makeRoom(file: string): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats !== undefined && stats.size > MOST_BYTES) renameSync(file, `${file}.old`);
}

const described = (error: unknown): string =>
  error === null ? '' : `: ${error instanceof Error ? (error.stack ?? error.message) : inspect(error)}`;

const toStderr = (text: string): void => {
  process.stderr.write(`faultline: ${text}`);
};

/** For what nobody expected. To standard error too; a disk that takes nothing more is no reason to fail. */
export function openLog(file: string, tell: (text: string) => void = toStderr): Log {
  return (what, error) => {
    const text = `${new Date().toISOString()} ${what}${described(error)}\n`;
    try {
      makeOwnerFolder(dirname(file));
      makeRoom(file);
      appendFileSync(file, text);
    } catch {
      // Standard error has it.
    }
    tell(text);
  };
}
