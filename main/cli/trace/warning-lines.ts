import type { TraceView, TraceWarning } from '../../domain/model/trace.ts';
import { isSaidIn } from '../../domain/trace/reading/said.ts';
import { countOf } from '../../domain/words/numbers.ts';
import { paint, printable, type Terminal } from '../terminal/terminal.ts';

/** What the sentence on top reads already. */
const SAID: ReadonlySet<string> = new Set([
  'nothing-answers',
  'destination-silent',
  'unreachable',
  'routing-loop',
]);

/** What stands behind the colon: the reason, in the words that sentences take as well. */
const reasonIn = (text: string): string => text.replace(/^[^:]*: /, '').replace(/\.$/, '');

/** What is to be read of a warning below the sentence; null: nothing that is not said. */
function wordsFor({ code, text }: TraceWarning, { sentence, hops }: TraceView): string | null {
  if (SAID.has(code) || isSaidIn(sentence.text, text)) return null;
  if (code === 'not-sent' && sentence.text.includes(reasonIn(text))) return null;
  if (code !== 'max-hops') return text;
  const isTold = sentence.text.includes(countOf(hops.length, 'hop'));
  return `${isTold ? '' : `${text} `}A larger --max-hops looks further.`;
}

export const warningLines = (terminal: Terminal, view: TraceView): string[] =>
  view.warnings
    .map((warning) => wordsFor(warning, view))
    .filter((words) => words !== null)
    .map((words) => paint(terminal, 'dim', printable(words)));

/** Where no sentence is shown while it runs: each warning when it comes, and again when it comes back. */
export function newWarnings() {
  let before: ReadonlySet<string> = new Set();
  return ({ warnings }: TraceView): readonly TraceWarning[] => {
    const news = warnings.filter(({ code, text }) => !before.has(text) && !QUIET.has(code));
    before = new Set(warnings.map(({ text }) => text));
    return news;
  };
}

/** Silence comes and goes with a few losses; the changes of the route tell what lasts. */
const QUIET: ReadonlySet<string> = new Set(['nothing-answers', 'destination-silent']);
