import type { TraceSentence } from '../../model/trace.ts';
import { failed, tooEarly } from './cases/before-anything.ts';
import { blackHole } from './cases/black-hole.ts';
import { late } from './cases/late.ts';
import { losingWays } from './cases/losing-ways.ts';
import { loss } from './cases/loss.ts';
import {
  firstRouterOnly,
  nothingAnswers,
  onlyHomeAnswers,
  onlyLargeTried,
  pathEnds,
  tooLong,
} from './cases/not-reached.ts';
import { notSent } from './cases/not-sent.ts';
import { otherWay } from './cases/other-way.ts';
import { reached } from './cases/reached.ts';
import { refused } from './cases/refused.ts';
import { routingLoop } from './cases/routing-loop.ts';
import { lately } from './lately.ts';
import { type SentenceCase, starting, type UntoldTrace } from './untold-trace.ts';

/** The first that applies is the sentence. */
const CASES: readonly SentenceCase[] = [
  failed,
  notSent,
  routingLoop,
  refused,
  tooEarly,
  tooLong,
  onlyLargeTried,
  nothingAnswers,
  firstRouterOnly,
  onlyHomeAnswers,
  pathEnds,
  late,
  losingWays,
  loss,
  blackHole,
  otherWay,
  reached,
];

/**
 * Reads the result in one plain sentence, for whoever knows no traceroute. It blames nobody without evidence: what
 * has two explanations is told with both. The hops' readings must be set. Of a continuous trace it speaks of now.
 */
export function sentenceFor(view: UntoldTrace): TraceSentence {
  const { view: now, period } = lately(view);
  for (const read of CASES) {
    const sentence = read(now, period);
    if (sentence !== null) return sentence;
  }
  return starting('Nothing to tell yet.');
}
