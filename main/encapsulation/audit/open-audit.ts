import { appendFileSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeOwnerFolder } from '../../owner-folder.ts';
import type { AuditEntry, EncapsulationAudit } from '../types.ts';

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

const lineOf = ({ atMs, ...rest }: AuditEntry): string =>
  `${JSON.stringify({ at: new Date(atMs).toISOString(), ...rest })}\n`;

/**
 * A line for each run, in `encapsulation-audit.ndjson`: when, what, along which addresses, how many packets, and how it
 * ended. `add` rejects with the system's error when it can't be written. `directory` null: kept nowhere.
 */
export function openAudit({
  directory,
  bytes = AUDIT_BYTES,
}: {
  readonly directory: string | null;
  readonly bytes?: number;
}): EncapsulationAudit {
  if (directory === null) return { file: null, add: async () => {} };
  const file = join(directory, AUDIT_FILE);
  return {
    file,
    async add(entry) {
      makeOwnerFolder(dirname(file));
      rotate(file, bytes);
      appendFileSync(file, lineOf(entry), { mode: 0o600 });
    },
  };
}
