export const MIN_SECRET_LENGTH = 8;

/** Letters alone may be a word of any text, unless they are as many as this. */
const MIN_LETTERS = 16;

/**
 * Whether a token or a password can be taken out of a text without giving it away. One that is short or a word may be
 * in the text by chance: the gap would then show what it is, and the text could not be read.
 */
export const isHideable = (secret: string): boolean =>
  secret.length >= (/^\p{L}*$/u.test(secret) ? MIN_LETTERS : MIN_SECRET_LENGTH);
