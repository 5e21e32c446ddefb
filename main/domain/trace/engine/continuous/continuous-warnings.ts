import type { TraceWarning } from '../../../model/trace.ts';
import type { TracePlan } from '../../types.ts';
import { endWarning } from '../end-warnings.ts';
import type { Reach } from './reach.ts';

/** What holds now: a continuous trace takes a warning back when its cause is gone. Gaps in the sending stay. */
export function continuousWarnings(
  reach: Reach,
  plan: TracePlan,
  sendTrouble: readonly TraceWarning[],
): readonly TraceWarning[] {
  const { refusal, loop } = reach;
  const found = [
    refusal === null ? null : endWarning({ why: 'unreachable', ...refusal }, plan),
    loop === null ? null : endWarning({ why: 'loop', ttl: loop.ttl, loop }, plan),
  ].filter((warning) => warning !== null);
  const isTold = found.length > 0 || reach.isPresent || sendTrouble.some(({ code }) => code === 'not-sent');
  const silent = isTold ? [] : [{ code: 'destination-silent', text: silentText(reach) }];
  return [...sendTrouble, ...found, ...silent];
}

const silentText = (reach: Reach): string =>
  reach.isSomewhere
    ? `The destination answers, but no hop beyond ${reach.to} does, so its distance is not known.`
    : 'The destination does not answer.';
