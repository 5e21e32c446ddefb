import type { TraceWarning } from '../../model/trace.ts';
import { countText } from '../../words/numbers.ts';
import type { TracePlan } from '../types.ts';
import { isTooBig } from './destination.ts';
import type { PathEnd } from './path-end.ts';
import { unreachableWords, unsentWords } from './warning-words.ts';

/** `code`: an errno or the refusal's name. */
export const notSent = (code: string): TraceWarning => ({
  code: 'not-sent',
  text: `Probes could not be sent: ${unsentWords(code)}.`,
});

/** Null for the end that a trace hopes for. */
export function endWarning(end: PathEnd, plan: TracePlan): TraceWarning | null {
  if (end.why === 'loop') {
    const { address, length } = end.loop;
    const text = `Packets go round in circles: ${address} forwards them back to itself over ${length} hops.`;
    return { code: 'routing-loop', text };
  }
  if (end.why === 'destination') return null;
  const { answer } = end;
  const { from, code, mtu } = answer;
  if (!isTooBig(answer)) {
    const text = `Packets get no farther than ${from}: it says that ${unreachableWords(code)}.`;
    return { code: 'unreachable', text };
  }
  const limit = mtu === null ? '' : `, only up to ${countText(mtu)}`;
  const text = `${from} does not forward packets of ${countText(plan.size)} bytes${limit}.`;
  return { code: 'path-mtu', text };
}
