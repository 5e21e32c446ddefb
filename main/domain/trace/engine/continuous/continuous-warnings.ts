import type { TraceWarning } from '../../../model/trace.ts';
import type { TracePlan } from '../../types.ts';
import { endWarning, notSent } from '../end-warnings.ts';
import type { Reach } from './reach.ts';

/** What holds now; a continuous trace takes a warning back when its cause is gone. */
export function continuousWarnings(
  reach: Reach,
  plan: TracePlan,
  sendTrouble: string | null,
): readonly TraceWarning[] {
  const { refusal, loop } = reach;
  const found = [
    sendTrouble === null ? null : notSent(sendTrouble),
    refusal === null ? null : endWarning({ why: 'unreachable', ...refusal }, plan),
    loop === null ? null : endWarning({ why: 'loop', ttl: loop.ttl, loop }, plan),
  ].filter((warning) => warning !== null);
  if (found.length > 0 || reach.isPresent) return found;
  return [{ code: 'destination-silent', text: silentText(reach) }];
}

const silentText = (reach: Reach): string =>
  reach.isSomewhere
    ? `The destination answers, but no hop beyond ${reach.to} does, so its distance is not known.`
    : 'The destination does not answer.';
