import type { EchoEvent } from '../../protocol/messages.ts';
import type { Silence } from '../flight/flights.ts';
import { senderText } from '../sender.ts';
import type { Answer } from './answer.ts';
import type { Echo } from './echo.ts';

export const answeredEvent = (echo: Echo, answer: Answer, rttMs: number): EchoEvent => ({
  event: 'echo',
  id: echo.id,
  outcome: answer.kind,
  rttMs,
  from: senderText(answer.from, echo.target),
  ttl: answer.ttl,
  code: answer.code,
});

/** `code`: the errno's name of a send error, else null. */
export const silentEvent = (echo: Echo, outcome: Silence, code: string | null): EchoEvent => ({
  event: 'echo',
  id: echo.id,
  outcome,
  rttMs: null,
  from: null,
  ttl: null,
  code,
});
