const MAX_SECRET_LENGTH = 4096;

/** Of a header's field (RFC 9110 section 5.5) only what is seen: a space in a token is a slip of the hand. */
const TOKEN = /^[\x21-\x7e]*$/;

/** Why a token cannot be sent in a header; never with the token itself. Null: it can. */
export function tokenFault(token: string): string | null {
  if (token.length > MAX_SECRET_LENGTH) return `is too long; use at most ${MAX_SECRET_LENGTH} characters`;
  return TOKEN.test(token) ? null : 'cannot be sent; use letters, digits and signs, without spaces';
}

/** RFC 7617 section 2: no control characters, and no colon in the user's name. */
export function credentialFault(text: string, part: 'user' | 'password'): string | null {
  if (text.length > MAX_SECRET_LENGTH) return `is too long; use at most ${MAX_SECRET_LENGTH} characters`;
  if (/\p{Cc}|\p{Cs}/u.test(text))
    return 'cannot be sent; leave out line ends, tabs and other control characters';
  return part === 'user' && text.includes(':') ? 'cannot hold a colon; leave it out' : null;
}
