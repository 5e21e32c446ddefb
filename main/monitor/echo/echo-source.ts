import type { Finding, ProbeContext, Probing } from '../flight/probe.ts';

/** Sends an echo request to a literal address, by the best means there is at the moment. */
export type SendEcho = (
  address: string,
  context: Pick<ProbeContext, 'clock' | 'deadlineMs'>,
  report: (finding: Finding) => void,
) => Probing;

export interface EchoSource {
  readonly send: SendEcho;
  /** There is a means for this family now. */
  canReach(family: 4 | 6): boolean;
}

export const familyOf = (address: string): 4 | 6 => (address.includes(':') ? 6 : 4);
