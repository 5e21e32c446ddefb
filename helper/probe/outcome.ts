import type { EchoEvent, EchoOutcome } from '../protocol/messages.ts';
import { formatAddress } from '../wire/address.ts';
import type { Answer } from './answer.ts';
import type { Echo } from './echo.ts';

const isLinkLocal6 = (bytes: Uint8Array): boolean =>
  bytes.length === 16 && bytes[0] === 0xfe && ((bytes[1] ?? 0) & 0xc0) === 0x80;

/** The answer's sender as text. A link-local one is on the link that the target's zone names. */
export const senderText = (answer: Answer, echo: Echo): string =>
  formatAddress(answer.from, isLinkLocal6(answer.from) ? echo.target.zone : null);

/** Milliseconds to three decimals: the clock's last digits are noise. */
export const roundTripMs = (sentAtMs: number, atMs: number): number =>
  Math.max(0, Math.round((atMs - sentAtMs) * 1000) / 1000);

export const answeredEvent = (echo: Echo, answer: Answer, rttMs: number): EchoEvent => ({
  event: 'echo',
  id: echo.id,
  outcome: answer.kind,
  rttMs,
  from: senderText(answer, echo),
  ttl: answer.ttl,
  code: answer.code,
});

/** `code`: the errno's name of a send error, else null. */
export const silentEvent = (
  echo: Echo,
  outcome: Extract<EchoOutcome, 'lost' | 'send-error' | 'cancelled'>,
  code: string | null = null,
): EchoEvent => ({ event: 'echo', id: echo.id, outcome, rttMs: null, from: null, ttl: null, code });
