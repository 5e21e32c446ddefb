import type { EncapsulatedAnswer, EncapsulatedEvent, ProbeOutcome } from '../../protocol/messages.ts';
import type { Incoming } from '../incoming.ts';
import { answerOf } from '../trace/answer.ts';
import type { EncapsulatedProbe } from './encapsulated-probe.ts';
import type { EncapsulatedMatch } from './match.ts';

/** Somebody on the way does not want such packets (RFC 1812 section 5.2.7.1, RFC 4443 section 3.1). */
const PROHIBITED: ReadonlySet<string> = new Set([
  'net-prohibited',
  'host-prohibited',
  'admin-prohibited',
  'policy-failed',
]);

export const isProhibition = ({ code }: EncapsulatedAnswer): boolean => code !== null && PROHIBITED.has(code);

export const encapsulatedAnswer = (
  incoming: Incoming,
  match: EncapsulatedMatch,
  rttMs: number,
): EncapsulatedAnswer => ({ ...answerOf(incoming, match, rttMs), layer: match.layer });

export const encapsulatedEvent = (
  { id }: EncapsulatedProbe,
  outcome: ProbeOutcome,
  answer: EncapsulatedAnswer | null,
  code: string | null,
): EncapsulatedEvent => ({ event: 'encapsulated', id, outcome, answer, code });
