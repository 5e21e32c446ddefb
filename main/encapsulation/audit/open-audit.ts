import { closeSync, fstatSync, openSync, readSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeOwnerFolder } from '../../owner-folder.ts';
import type { AuditRun, EncapsulationAudit } from '../types.ts';

export const AUDIT_FILE = 'encapsulation-audit.ndjson';

/** Bytes after which a new file is begun; the one before is kept. Some thousand runs. */
export const AUDIT_BYTES = 1_000_000;

/** The one before, replaced with each rotation. */
export const olderFile = (file: string): string => `${file}.1`;

function rotate(file: string, limit: number): void {
  let bytes = 0;
  try {
    bytes = statSync(file).size;
  } catch {
    return;
  }
  if (bytes >= limit) renameSync(file, olderFile(file));
}

const objectOf = ({ atMs, ...rest }: AuditRun) => ({ at: new Date(atMs).toISOString(), ...rest });

const BREAK = '\n'.charCodeAt(0);

/** A line that was cut short, as by a power failure, must not swallow the next. */
function isCutShort(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  return readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== BREAK;
}

function append(path: string, line: object): void {
  const file = openSync(path, 'a+', 0o600);
  try {
    writeSync(file, `${isCutShort(file) ? '\n' : ''}${JSON.stringify(line)}\n`);
  } finally {
    closeSync(file);
  }
}

/**
 * Two lines for each run, in `encapsulation-audit.ndjson`: when, what and along which addresses before its first packet;
 * the same with how many there were, and how it ended, when it has. `begin` throws and `add` rejects with the system's
 * error when it can't be written. `directory` null: kept nowhere.
 */
export function openAudit({
  directory,
  bytes = AUDIT_BYTES,
}: {
  readonly directory: string | null;
  readonly bytes?: number;
}): EncapsulationAudit {
  if (directory === null) return { file: null, begin: () => {}, add: async () => {} };
  const file = join(directory, AUDIT_FILE);
  const write = (line: object): void => {
    makeOwnerFolder(dirname(file));
    rotate(file, bytes);
    append(file, line);
  };
  return {
    file,
    begin: (run) => write({ ...objectOf(run), begun: true }),
    add: async (entry) => write(objectOf(entry)),
  };
}
