import type { TraceHop, TraceSentence, TraceView } from '../../model/trace.ts';
import { hasFallenSilent } from './fallen-silent.ts';
import { answers } from './read-hops.ts';

/** A trace before anything is said of it. The hops' readings are set. */
export type UntoldTrace = Omit<TraceView, 'sentence' | 'comparison'>;

/** Which time the figures of the hops are about. */
export interface Period {
  /** ` in the last minute`, to stand after what happened; empty: the whole trace. */
  readonly words: string;
  /** What was lost before that time, a clause; null: nothing worth telling, or there is no before. */
  readonly before: string | null;
}

export const WHOLE_TRACE: Period = { words: '', before: null };

/** One reading of a trace; null: it is not this. */
export type SentenceCase = (view: UntoldTrace, period: Period) => TraceSentence | null;

/** What may be added to "all is well" without taking it back; null: nothing of the kind. */
export type Aside = (view: UntoldTrace, period: Period) => string | null;

export const outage = (text: string): TraceSentence => ({ state: 'outage', text });
export const degraded = (text: string): TraceSentence => ({ state: 'degraded', text });
export const good = (text: string): TraceSentence => ({ state: 'good', text });
export const starting = (text: string): TraceSentence => ({ state: 'starting', text });

/** Hops that answer, of a continuous trace now. */
export const answeringHops = (view: UntoldTrace): readonly TraceHop[] =>
  view.hops.filter((hop) => answers(hop) && !(view.mode === 'continuous' && hasFallenSilent(hop)));

/** The hop at which the destination answers; undefined: it did not, or at an unknown distance. */
export function destinationHop(view: UntoldTrace): TraceHop | undefined {
  const last = view.hops.at(-1);
  return view.reached && last !== undefined && answers(last) ? last : undefined;
}

/** Rounds of a continuous trace that must be over before silence means anything. */
const ROUNDS_TO_JUDGE = 3;

/** Whether silence is a finding: all that was to be sent was sent and waited for. */
export const canJudgeSilence = (view: UntoldTrace): boolean =>
  view.mode === 'continuous' ? view.rounds >= ROUNDS_TO_JUDGE : view.status === 'done';

export const hasWarning = (view: UntoldTrace, code: string): boolean =>
  view.warnings.some((warning) => warning.code === code);

/** Packets of so many bytes, IP header included, pass wherever any do (RFC 791). */
export const SMALL_BYTES = 576;
