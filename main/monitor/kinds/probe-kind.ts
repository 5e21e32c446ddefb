import type { SendProbe } from '../flight/probe.ts';
import type { RoundTrips } from '../flight/round-trips.ts';

export interface ProbeKind {
  readonly send: SendProbe;
  /** Needs the helper or `ping`; not measured when there is neither. */
  readonly isEcho: boolean;
  /** Provisional deadline where it is not that of RoundTrips. `untilKnownMs`: as configured. */
  readonly deadlineMs?: (roundTrips: RoundTrips, untilKnownMs: number) => number;
}
