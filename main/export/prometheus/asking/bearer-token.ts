import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** RFC 6750 section 2.1; the scheme's case is free (RFC 9110 section 11.1). */
const BEARER = /^Bearer +(\S+) *$/i;

/**
 * Whether a request's `Authorization` carries the token. The time it takes says nothing about how much of it is right,
 * nor how long it is: digests by a key of this process are compared, not the tokens.
 */
export function tokenCheck(token: string): (authorization: string | undefined) => boolean {
  const key = randomBytes(32);
  const digestOf = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const wanted = digestOf(token);
  return (authorization) => {
    const given = BEARER.exec(authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(digestOf(given), wanted);
  };
}
