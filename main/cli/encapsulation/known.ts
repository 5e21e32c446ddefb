import { join } from 'node:path';
import type { HopCalibration } from '../../domain/model/encapsulation.ts';
import { AUDIT_FILE } from '../../encapsulation/audit/open-audit.ts';
import { type AuditLine, readAudit } from '../../encapsulation/audit/read-audit.ts';
import { RECORDS_FILE } from '../../encapsulation/records/open-records.ts';
import { readRecords } from '../../encapsulation/records/record-file.ts';
import type { Problem } from '../../settings/problem.ts';

/** What is kept of packets in IP-in-IP. */
export interface Known {
  /** Of the window's question on this network; null: not asked yet. */
  readonly consent: { readonly allowed: boolean; readonly atMs: number } | null;
  /** On this network, those tested last first. */
  readonly calibrations: readonly HopCalibration[];
  /** The latest runs on any network, newest first. */
  readonly log: readonly AuditLine[];
  /** Lines of it that can't be read. */
  readonly logDamaged: number;
  readonly logFile: string;
}

export type KnownReading =
  | { readonly ok: true; readonly known: Known }
  | { readonly ok: false; readonly problem: Problem };

/** Only reads: a damaged file is told of, not set aside. */
export function readKnown(directory: string, network: string, most: number): KnownReading {
  const file = join(directory, RECORDS_FILE);
  try {
    const reading = readRecords(file);
    if (!reading.ok)
      return unreadable(`this file ${reading.reason}`, file, 'delete it, and it is begun anew');
    const found = reading.records.networks.find(({ id }) => id === network);
    const calibrations = [...(found?.calibrations ?? [])].sort((a, b) => b.testedMs - a.testedMs);
    const { runs, damaged } = readAudit(directory, most);
    const known = {
      consent: found?.consent ?? null,
      calibrations,
      log: runs,
      logDamaged: damaged,
      logFile: join(directory, AUDIT_FILE),
    };
    return { ok: true, known };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return unreadable(`what is kept of encapsulation can't be read (${words})`, directory, 'see who owns it');
  }
}

const unreadable = (what: string, where: string, wayOut: string): KnownReading => ({
  ok: false,
  problem: { what, where, wayOut },
});
