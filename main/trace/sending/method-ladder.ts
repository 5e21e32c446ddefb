import type { TraceMethod, TraceWarning } from '../../domain/model/trace.ts';
import type { Clock } from '../../monitor/types.ts';
import type { Attempt, AttemptEnd } from './attempt.ts';
import type { SendingFailure } from './failure.ts';
import { fallbackWarnings, furthest } from './fallback-words.ts';
import { methodMatters } from './method-matters.ts';

/** After this, or so many of the longest round trip, without anything new, the next method need not wait. */
const IMPATIENCE_MS = 400;
const IMPATIENCE_ROUND_TRIPS = 3;

/** This machine itself knows no way: no method gets further. */
const NO_ROUTE: ReadonlySet<string> = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN']);

export type LadderEnd =
  | {
      readonly kind: 'done';
      readonly best: Attempt;
      readonly tried: readonly Attempt[];
      readonly warnings: readonly TraceWarning[];
    }
  | { readonly kind: 'failed'; readonly failure: SendingFailure };

export interface LadderHooks {
  readonly onAnswer: (from: string, rttMs: number) => void;
  readonly onMoved: () => void;
  readonly onEnd: (end: AttemptEnd) => void;
}

export interface LadderSurroundings {
  readonly clock: Clock;
  readonly methods: readonly [TraceMethod, ...TraceMethod[]];
  /** Only which method reaches the destination is asked: then the rest of the answer is not waited for. */
  readonly isScout: boolean;
  readonly attempt: (method: TraceMethod, hooks: LadderHooks) => Attempt;
  readonly onAnswer: (from: string) => void;
  readonly onMoved: () => void;
  /** Called once, unless it was stopped. */
  readonly onEnd: (end: LadderEnd) => void;
}

/**
 * One method after the other until the destination answers. The next begins when the one before has ended without
 * it, or has had nothing new to tell for a while: both then go on side by side, and the first to reach it stands.
 */
export class MethodLadder {
  readonly #around: LadderSurroundings;
  readonly #attempts: Attempt[] = [];
  #impatience: { cancel(): void } | null = null;
  #longestMs = 0;
  #isOver = false;

  constructor(around: LadderSurroundings) {
    this.#around = around;
  }

  begin(): void {
    this.#climb();
  }

  get #isLast(): boolean {
    return this.#attempts.length >= this.#around.methods.length;
  }

  /** There is another method, and what is known leaves hope for it. */
  get #mayClimb(): boolean {
    return !this.#isLast && this.#attempts.every(({ facts, plan }) => methodMatters(facts, plan));
  }

  /** Whichever reached the destination, or else got furthest; the earlier one of equals. */
  get best(): Attempt | null {
    const reached = this.#attempts.find((attempt) => attempt.facts.reached);
    if (reached !== undefined || this.#attempts.length < 2) return reached ?? this.#attempts[0] ?? null;
    return this.#attempts.reduce((best, attempt) => (furthest(attempt) > furthest(best) ? attempt : best));
  }

  stop(): void {
    this.#isOver = true;
    this.#impatience?.cancel();
    for (const attempt of this.#attempts) attempt.stop();
  }

  lose(): void {
    this.#attempts.find(({ end }) => end === null)?.lose();
  }

  #climb(): void {
    const method = this.#around.methods[this.#attempts.length];
    if (method === undefined || this.#isOver) return;
    const attempt = this.#around.attempt(method, {
      onAnswer: (from, rttMs) => this.#answered(from, rttMs),
      onMoved: () => this.#moved(),
      onEnd: (end) => this.#ended(end),
    });
    this.#attempts.push(attempt);
    this.#arm();
    attempt.begin();
  }

  #answered(from: string, rttMs: number): void {
    this.#longestMs = Math.max(this.#longestMs, rttMs);
    this.#arm();
    this.#around.onAnswer(from);
  }

  #arm(): void {
    this.#impatience?.cancel();
    this.#impatience = null;
    if (this.#isOver || this.#isLast) return;
    const delayMs = Math.max(IMPATIENCE_MS, IMPATIENCE_ROUND_TRIPS * this.#longestMs);
    this.#impatience = this.#around.clock.setTimer(() => {
      this.#impatience = null;
      if (this.best?.facts.reached !== true && this.#mayClimb) this.#climb();
    }, delayMs);
  }

  #moved(): void {
    if (this.#isOver) return;
    const decides = this.#around.isScout || this.#attempts.length > 1;
    const winner = decides ? this.#attempts.find((attempt) => attempt.facts.reached) : undefined;
    if (winner !== undefined) {
      for (const attempt of this.#attempts) if (attempt !== winner) attempt.stop();
      if (this.#around.isScout) this.#finish();
    }
    if (!this.#isOver) this.#around.onMoved();
  }

  #ended(end: AttemptEnd): void {
    if (this.#isOver) return;
    const failure = end.kind === 'failed' ? end.failure : null;
    if (failure !== null && isFinal(failure)) this.#fail(failure);
    else if (this.best?.facts.reached === true) this.#finishWith(this.best);
    else if (!this.#mayClimb) this.#conclude();
    else if (this.#attempts.at(-1)?.end !== null) this.#climb();
  }

  /** It has reached the destination, but may still have to hear of other hops. */
  #finishWith({ end }: Attempt): void {
    if (end !== null) this.#finish();
  }

  /** None reached it, and there is no other method. */
  #conclude(): void {
    const ends = this.#attempts.map(({ end }) => end);
    if (ends.includes(null)) return;
    const [first] = ends;
    if (first?.kind === 'failed' && ends.every((end) => end?.kind === 'failed')) this.#fail(first.failure);
    else this.#finish();
  }

  #fail(failure: SendingFailure): void {
    this.stop();
    this.#around.onEnd({ kind: 'failed', failure });
  }

  #finish(): void {
    const { best } = this;
    this.stop();
    if (best !== null) {
      const tried = this.#attempts;
      this.#around.onEnd({ kind: 'done', best, tried, warnings: fallbackWarnings(tried, best) });
    }
  }
}

/** Another method would fare no better. */
function isFinal(failure: SendingFailure): boolean {
  return failure.kind !== 'unsent' || NO_ROUTE.has(failure.code);
}
