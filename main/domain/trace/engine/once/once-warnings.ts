import type { TraceWarning } from '../../../model/trace.ts';
import { countOf } from '../../../words/numbers.ts';
import type { TracePlan } from '../../types.ts';
import { endWarning, notSent } from '../end-warnings.ts';
import { SILENT_GAP } from '../figures.ts';
import type { PathEnd, PathEndFinder } from '../path-end.ts';
import { unreachableWords } from '../warning-words.ts';

export interface OnceState {
  readonly plan: TracePlan;
  readonly finder: PathEndFinder;
  readonly isDone: boolean;
  readonly sendTrouble: string | null;
}

/** Silence is told of when the trace is over, everything else as soon as it is seen. */
export function onceWarnings(state: OnceState): readonly TraceWarning[] {
  const { finder, isDone, sendTrouble } = state;
  const end = finder.end();
  const found = [
    sendTrouble === null ? null : notSent(sendTrouble),
    end === null ? null : endWarning(end, state.plan),
    isDone && sendTrouble === null ? silence(state, end) : null,
  ];
  return found.filter((warning) => warning !== null);
}

function silence({ plan, finder }: OnceState, end: PathEnd | null): TraceWarning | null {
  const { farthest, far, anyAnswer } = finder;
  if (end?.why === 'destination' && farthest === 0 && end.ttl > 1) return noRouter();
  if (end?.why === 'destination' && end.ttl - farthest > SILENT_GAP)
    return stretch(farthest + 1, end.ttl - 1);
  if (end !== null) return null;
  if (!anyAnswer) return { code: 'nothing-answers', text: 'Nothing answered, not even the first router.' };
  if (far?.byDestination === true) return farOnly(farthest);
  if (far?.answer.kind === 'unreachable') return farRefused(far.answer.from, far.answer.code);
  if (farthest >= plan.maxHops || far?.answer.kind === 'ttl-exceeded') return tooLong(plan.maxHops);
  const text = `Nothing beyond hop ${farthest} answers, and neither does the destination.`;
  return { code: 'destination-silent', text };
}

const noRouter = (): TraceWarning => ({
  code: 'no-router-answers',
  text: 'The destination answers, but no router on the way does: often a firewall near this machine drops their answers.',
});

const stretch = (from: number, to: number): TraceWarning => ({
  code: 'silent-stretch',
  text: `Hops ${from} to ${to} do not answer, the destination behind them does.`,
});

const farOnly = (farthest: number): TraceWarning => ({
  code: 'silent-stretch',
  text: `The destination answers, but no hop beyond ${farthest} does, so its distance is not known.`,
});

const farRefused = (from: string, code: string | null): TraceWarning => ({
  code: 'unreachable',
  text: `Packets get no farther than ${from}: it says that ${unreachableWords(code)}.`,
});

const tooLong = (maxHops: number): TraceWarning => ({
  code: 'max-hops',
  text: `The path is longer than ${countOf(maxHops, 'hop')}: the destination lies beyond.`,
});
