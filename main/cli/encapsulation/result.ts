import { isoTimeOrNull } from '../json-time.ts';
import { calibrationJson } from '../probe/result.ts';
import type { Known } from './known.ts';

/** By what packets in IP-in-IP are allowed here; null: they are not. */
export interface Allowance {
  readonly by: 'config' | 'consent' | null;
  /** When it was answered, ISO 8601; null: by no answer. */
  readonly since: string | null;
}

export function allowanceOf({ consent }: Known, isConfigured: boolean): Allowance {
  if (isConfigured) return { by: 'config', since: null };
  return consent?.allowed === true
    ? { by: 'consent', since: isoTimeOrNull(consent.atMs) }
    : { by: null, since: null };
}

/** What `encapsulation --json` prints. */
export const knownResult = (network: string, known: Known, allowance: Allowance, nowMs: number) => ({
  command: 'encapsulation' as const,
  network,
  allowedBy: allowance.by,
  allowedSince: allowance.since,
  calibration: known.calibrations.map((one) => ({
    ...calibrationJson(one),
    ageMs: Math.max(0, nowMs - one.testedMs),
  })),
  log: known.log,
  logDamaged: known.logDamaged,
  logFile: known.logFile,
});
