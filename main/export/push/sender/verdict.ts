import type { PostAnswer } from './answer.ts';

/**
 * What an answer means for what was sent.
 *
 * - `taken`: the server has it. `wait`: the server is away or busy; the same again later.
 * - `barred`: not before somebody changes something here or there; kept, and tried again all the same.
 * - `refused`: something in it is not to the server's liking, and never will be. `age`: because of its times, which
 *   says that others may well be taken; `bounds`: all that is as old or older will be refused as well.
 */
export type Verdict =
  | { readonly type: 'taken' }
  | {
      readonly type: 'wait';
      readonly cause: string;
      readonly retryAfterMs: number | null;
      readonly lost: boolean;
    }
  | { readonly type: 'barred'; readonly cause: string }
  | { readonly type: 'refused'; readonly words: string; readonly age: 'bounds' | 'order' | null };

const MOST_WORDS = 120;

/** Escape sequences of a terminal, as a whole: colours and positions (CSI), titles and links (OSC), all others. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  /(\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;

const PAGE_PARTS = /<(style|script)\b[^>]*>[\s\S]*?(<\/\1\s*>|$)|<[^>]*>/gi;

/** At the end of a word, where there is one. */
function clipped(line: string): string {
  if (line.length <= MOST_WORDS) return line;
  const words = line.slice(0, MOST_WORDS + 1).replace(/\s+\S*$/, '');
  return `${words.slice(0, MOST_WORDS).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What a server wrote, up to its first line end, fit to be shown within a sentence. */
export const wordsOf = (text: string): string => {
  const lines = text
    .replace(SEQUENCES, '')
    .replace(PAGE_PARTS, ' ')
    .split(/[\r\n]+/);
  // Controls, and what turns the direction of a text round or can't be seen.
  const shown = lines.map((line) => line.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim());
  const first = shown.find((line) => line !== '') ?? '';
  return clipped(first.replace(/[\s.]+$/, ''));
};

const isPage = (contentType: string, text: string): boolean =>
  /text\/html/i.test(contentType) || /^\s*<(!doctype|html)/i.test(text);

const notTaken = (status: number, text: string): string => {
  const words = wordsOf(text);
  return `answers ${status} with a text${words && ` (${words})`}, as no store does to what it took: check the URL`;
};

const BARRED: ReadonlyMap<number, string> = new Map([
  [401, 'asks who we are: the token, or user and password, are missing or wrong'],
  [403, 'does not let these credentials write'],
  [404, 'has nothing at this address: check the path of the URL'],
  [405, 'takes no writing at this address: check the path of the URL'],
  [407, 'is a proxy that asks who we are'],
]);

/** Prometheus' words (those of the stores made of it, too) for figures that come too late. */
const BOUNDS = /out of bounds|too old sample|timestamp.*too old/i;
const ORDER = /out of order|out-of-order|duplicate sample/i;

const ageOf = (text: string): 'bounds' | 'order' | null =>
  BOUNDS.test(text) ? 'bounds' : ORDER.test(text) ? 'order' : null;

const isBusy = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500;

export function verdictOn(answer: PostAnswer): Verdict {
  if (answer.type === 'failed') return { type: 'wait', cause: answer.cause, retryAfterMs: null, lost: true };
  const { status, contentType, text, retryAfterMs } = answer;
  if (status >= 200 && status < 300) {
    // A captive portal says yes to everything; a store has nothing to say to a writer, and no pages to show.
    if (isPage(contentType, text))
      return { type: 'barred', cause: 'answers with a web page: something else answers in its place' };
    if (text.trim() === '') return { type: 'taken' };
    return { type: 'barred', cause: notTaken(status, text) };
  }
  if (status < 400) return { type: 'barred', cause: `sends us elsewhere (${status}): write the final URL` };
  const known = BARRED.get(status);
  if (known !== undefined) return { type: 'barred', cause: `${known} (${status})` };
  const words = wordsOf(text);
  const age = ageOf(text);
  // Prometheus 2 answers 500 to what is older than its window for it, every time anew.
  if (isBusy(status) && age === null)
    return { type: 'wait', cause: `answers ${status}${words && ` (${words})`}`, retryAfterMs, lost: false };
  return { type: 'refused', words: words || `status ${status}`, age };
}
