import { isHideable, MIN_SECRET_LENGTH } from '../../domain/model/secret.ts';

const MAX_SECRET_LENGTH = 4096;

const TOO_LONG = `is too long; use at most ${MAX_SECRET_LENGTH} characters`;
const TOO_EASY = `is too easy to guess; use at least ${MIN_SECRET_LENGTH} characters, with digits or signs among them`;

/** Of a header's field (RFC 9110 section 5.5) only what is seen: a space in a token is a slip of the hand. */
const TOKEN = /^[\x21-\x7e]*$/;

/** Why a token cannot be used; never with the token itself. Null: it can. */
export function tokenFault(token: string): string | null {
  if (token.length > MAX_SECRET_LENGTH) return TOO_LONG;
  return TOKEN.test(token) ? null : 'cannot be sent; use letters, digits and signs, without spaces';
}

/** The same for one that is chosen here: what another server asks for is as easy as that server wants it. */
export function ownTokenFault(token: string): string | null {
  return tokenFault(token) ?? (token === '' || isHideable(token) ? null : TOO_EASY);
}

/** RFC 7617 section 2: no control characters, and no colon in the user's name. */
export function credentialFault(text: string, part: 'user' | 'password'): string | null {
  if (text.length > MAX_SECRET_LENGTH) return TOO_LONG;
  if (/\p{Cc}|\p{Cs}/u.test(text))
    return 'cannot be sent; leave out line ends, tabs and other control characters';
  return part === 'user' && text.includes(':') ? 'cannot hold a colon; leave it out' : null;
}
