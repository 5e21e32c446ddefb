/** What is wrong with a part of the metrics' settings; the texts never hold a token or a password. */
export interface Fault {
  /** From the part that was checked on: `['url']`. */
  readonly path: readonly string[];
  /** `what; way out`, in the words of the file. */
  readonly message: string;
  /** In the words of a window, where they differ. */
  readonly formMessage?: string;
}

/** Control characters, invisible ones, lone surrogates and line ends: none can be shown, or sent in a header. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]/u;

export const isPrintable = (text: string): boolean => !UNPRINTABLE.test(text);
