import type { TraceSentence } from '../../model/trace.ts';
import { failed, tooEarly } from './cases/before-anything.ts';
import { blackHole } from './cases/black-hole.ts';
import { loss } from './cases/loss.ts';
import { firstRouterOnly, nothingAnswers, onlyHomeAnswers, pathEnds, tooLong } from './cases/not-reached.ts';
import { notSent } from './cases/not-sent.ts';
import { reached } from './cases/reached.ts';
import { refused } from './cases/refused.ts';
import { routingLoop } from './cases/routing-loop.ts';
import { type SentenceCase, starting, type UntoldTrace } from './untold-trace.ts';

/** The first that applies is the sentence. */
const CASES: readonly SentenceCase[] = [
  failed,
  notSent,
  routingLoop,
  refused,
  tooEarly,
  nothingAnswers,
  firstRouterOnly,
  onlyHomeAnswers,
  tooLong,
  pathEnds,
  loss,
  blackHole,
  reached,
];

/**
 * Reads the result in one plain sentence, for whoever knows no traceroute. It blames nobody without evidence: what
 * has two explanations is told with both. The hops' readings must be set.
 */
export function sentenceFor(view: UntoldTrace): TraceSentence {
  for (const read of CASES) {
    const sentence = read(view);
    if (sentence !== null) return sentence;
  }
  return starting('Nothing to tell yet.');
}
