import type { TraceSentence } from '../../model/trace.ts';
import { starting } from '../../trace/reading/untold-trace.ts';
import { failed, tooEarly } from './cases/before-probing.ts';
import { clean } from './cases/clean.ts';
import { loss, someLost } from './cases/loss.ts';
import { notTestable } from './cases/not-testable.ts';
import type { ProbeCase, UntoldProbe } from './untold-probe.ts';

export type { UntoldProbe } from './untold-probe.ts';

/** The first that applies is the sentence. */
const CASES: readonly ProbeCase[] = [failed, tooEarly, notTestable, loss, someLost, clean];

/**
 * Reads the result in one plain sentence. Loss is told with its interval and never with a direction; a hop that cannot
 * be tested is never called lossy.
 */
export function probeSentence(view: UntoldProbe): TraceSentence {
  for (const read of CASES) {
    const sentence = read(view);
    if (sentence !== null) return sentence;
  }
  return starting('Nothing to tell yet.');
}
