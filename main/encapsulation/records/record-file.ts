import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeOwnerFolder } from '../../owner-folder.ts';
import { NO_RECORDS, RECORDS, type Records } from './record-schema.ts';

/** Bytes; all that may be kept has a quarter of it. */
const LARGEST = 16_000_000;

export type RecordReading =
  | { readonly ok: true; readonly records: Records }
  /** It is there, but is none of ours or damaged. `reason`: the rest of a sentence. */
  | { readonly ok: false; readonly reason: string };

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

function parsed(text: string): RecordReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: 'is no JSON, or not all of it is there' };
  }
  const found = RECORDS.safeParse(value);
  if (found.success) return { ok: true, records: found.data };
  const place = found.error.issues[0]?.path.map(String).join('.') ?? '';
  return { ok: false, reason: `does not hold what it should${place === '' ? '' : ` (see ${place})`}` };
}

/** Throws the system's error when it is there and can't be read. */
export function readRecords(file: string): RecordReading {
  try {
    const stats = statSync(file);
    if (!stats.isFile()) return { ok: false, reason: 'is not a regular file' };
    if (stats.size > LARGEST) return { ok: false, reason: 'is larger than it can be' };
    return parsed(readFileSync(file, 'utf8'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ok: true, records: NO_RECORDS };
    throw error;
  }
}

/** Written beside and renamed, so that it is there whole or as it was. Throws the system's error. */
export function writeRecords(file: string, records: Records): void {
  makeOwnerFolder(dirname(file));
  const beside = `${file}.${randomUUID()}.new`;
  try {
    writeFileSync(beside, `${JSON.stringify(records)}\n`, { mode: 0o600, flush: true });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Out of the way, but not lost; its new name. Throws the system's error. */
export function setAside(file: string, atMs: number): string {
  const aside = `${file}.damaged-${new Date(atMs).toISOString().replace(/[:.]/g, '-')}`;
  renameSync(file, aside);
  return aside;
}
