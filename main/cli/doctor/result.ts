import type { Check, Finding, Surroundings } from './check.ts';

export interface CheckResult extends Finding {
  readonly id: string;
  readonly title: string;
}

/** What `doctor --json` prints. */
export interface DoctorResult {
  readonly command: 'doctor';
  /** At least one kind of probe can be sent. */
  readonly canMonitor: boolean;
  readonly icmp: 'helper' | 'ping' | 'none';
  readonly checks: readonly CheckResult[];
}

export async function examine(checks: readonly Check[], surroundings: Surroundings): Promise<DoctorResult> {
  const results = await Promise.all(
    checks.map(async (check) => ({ id: check.id, title: check.title, ...(await check.run(surroundings)) })),
  );
  const works = (id: string): boolean => results.some((result) => result.id === id && result.state !== 'no');
  const icmp = works('helper') ? 'helper' : works('ping') ? 'ping' : 'none';
  return {
    command: 'doctor',
    canMonitor: works('node') && (icmp !== 'none' || works('tcp')),
    icmp,
    checks: results,
  };
}
