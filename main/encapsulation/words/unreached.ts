import type { TraceSentence, TraceWarning } from '../../domain/model/trace.ts';

/** By which a path probe says that the trace did not get to the host. */
const CODES: ReadonlySet<string> = new Set(['destination-silent', 'max-hops', 'unreachable', 'routing-loop']);

interface Probed {
  readonly host: string | null;
  readonly warnings: readonly TraceWarning[];
}

export const isUnreached = ({ warnings }: Probed): boolean => warnings.some(({ code }) => CODES.has(code));

/** What was found out of a part of the path is not told as if it were the whole. */
export function withUnreached(view: Probed, sentence: TraceSentence): TraceSentence {
  if (view.host === null || sentence.state === 'starting' || !isUnreached(view)) return sentence;
  const state = sentence.state === 'good' ? 'degraded' : sentence.state;
  return { state, text: `${view.host} was not reached. As far as it was: ${sentence.text}` };
}
