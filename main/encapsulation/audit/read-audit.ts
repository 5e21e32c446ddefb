import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditEntry } from '../types.ts';
import { AUDIT_FILE, olderFile } from './open-audit.ts';

const LINE = z.object({
  at: z.iso.datetime(),
  what: z.enum(['reverse trace', 'trace between', 'path probe', 'calibration']),
  network: z.string(),
  source: z.string(),
  path: z.array(z.string()),
  sent: z.int().min(0),
  durationMs: z.number().min(0),
  end: z.string(),
});

/** One line of the log as it was written. */
export type AuditLine = Omit<AuditEntry, 'atMs'> & { readonly at: string };

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function parsed(line: string): readonly AuditLine[] {
  try {
    const found = LINE.safeParse(JSON.parse(line));
    return found.success ? [found.data] : [];
  } catch {
    return [];
  }
}

/** The latest runs, newest first. A line that is none of ours is left out. Throws the system's error. */
export function readAudit(directory: string, most: number): readonly AuditLine[] {
  const file = join(directory, AUDIT_FILE);
  const lines = linesOf(file).flatMap(parsed);
  const before = lines.length < most ? linesOf(olderFile(file)).flatMap(parsed) : [];
  return [...before, ...lines].slice(-most).reverse();
}
