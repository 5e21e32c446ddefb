import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditRun } from '../types.ts';
import { AUDIT_FILE, olderFile } from './open-audit.ts';

const RUN = z.object({
  at: z.iso.datetime(),
  run: z.string().optional(),
  what: z.enum(['reverse trace', 'trace between', 'path probe', 'calibration']),
  network: z.string(),
  source: z.string(),
  path: z.array(z.string()),
});

const BEGUN = RUN.extend({ run: z.string(), begun: z.literal(true) });

const ENDED = RUN.extend({
  sent: z.int().min(0),
  durationMs: z.number().min(0),
  end: z.string(),
});

/** One run of the log. */
export interface AuditLine extends Omit<AuditRun, 'atMs' | 'run'> {
  readonly run?: string | undefined;
  readonly at: string;
  /** Null, as the next: it has not ended, or was cut off, so that nobody counted. */
  readonly sent: number | null;
  readonly durationMs: number | null;
  readonly end: string;
}

export interface AuditReading {
  /** Newest first. */
  readonly runs: readonly AuditLine[];
  /** Lines that are none of ours, or not whole. */
  readonly damaged: number;
}

/** Of a run of which the log tells only that it began. */
const NO_END = 'still runs, or was cut off';

function linesOf(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

type Line = z.infer<typeof BEGUN> | z.infer<typeof ENDED>;

function parsed(line: string): Line | null {
  try {
    const value: unknown = JSON.parse(line);
    return ENDED.safeParse(value).data ?? BEGUN.safeParse(value).data ?? null;
  } catch {
    return null;
  }
}

const keyOf = ({ run, what }: Line): string => `${run} ${what}`;

/** A run that has ended has one line, where it ended. */
function runsOf(lines: readonly Line[]): readonly AuditLine[] {
  const ended = new Set(lines.filter((line) => 'end' in line).map(keyOf));
  return lines.flatMap((line): readonly AuditLine[] => {
    if ('end' in line) return [line];
    const { begun: _, ...run } = line;
    return ended.has(keyOf(line)) ? [] : [{ ...run, sent: null, durationMs: null, end: NO_END }];
  });
}

/** The latest runs. Throws the system's error. */
export function readAudit(directory: string, most: number): AuditReading {
  const file = join(directory, AUDIT_FILE);
  const all = [...linesOf(olderFile(file)), ...linesOf(file)].map(parsed);
  const lines = all.filter((line) => line !== null);
  return { runs: runsOf(lines).slice(-most).reverse(), damaged: all.length - lines.length };
}
