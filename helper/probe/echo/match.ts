import { sameAddress } from '../../wire/address.ts';
import type { Answer } from './answer.ts';
import type { Echo } from './echo.ts';

const startsAlike = (a: Uint8Array, b: Uint8Array): boolean => {
  const length = Math.min(a.length, b.length);
  return a.subarray(0, length).every((byte, index) => byte === b[index]);
};

/**
 * A reply must bring the whole token back; what follows it may be cut, as some public resolvers do. An error
 * must quote as much of the token as it quotes payload at all. That can be nothing: 8 bytes behind the IP
 * header are enough (RFC 792), and some routers fill up with zeros (RFC 4884) what they did not keep.
 */
function tokenFits(answer: Answer, token: Uint8Array): boolean {
  if (answer.kind === 'reply')
    return answer.payload.length >= token.length && startsAlike(answer.payload, token);
  const quoted = answer.payload.subarray(0, token.length);
  return startsAlike(quoted, token) || quoted.every((byte) => byte === 0);
}

/** Whether the answer is to this echo: family, far end and token; the sequence number has found the echo. */
export const answers = (answer: Answer, echo: Echo): boolean =>
  answer.family === echo.target.family &&
  sameAddress(answer.destination, echo.target.bytes) &&
  tokenFits(answer, echo.token);
