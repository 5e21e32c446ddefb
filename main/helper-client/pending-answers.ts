import type { HelperEvent } from '../../helper/protocol/messages.ts';

type Listener<A> = (answer: A) => void;

interface Pending<A> {
  /** Null: nobody wants to know any more. */
  onAnswer: Listener<A> | null;
  answered: boolean;
  /** When nothing can follow its answer any more. */
  readonly untilMs: number;
}

const FIRST: ReadonlySet<HelperEvent['event']> = new Set(['echo', 'probe', 'encapsulated', 'train', 'error']);

/**
 * Who waits for which echo or probe. Holds the helper to its promise of exactly one answer or `error`, and only then
 * what may follow. Those answered are let go, and their listeners with all that hangs on them, once nothing more can
 * follow.
 */
export class PendingAnswers<A extends { readonly event: HelperEvent['event'] }> {
  readonly #pending = new Map<number, Pending<A>>();
  readonly #most: number;
  readonly #nowMs: () => number;

  /** `most`: the bound whatever the helper does; of more the oldest go. `nowMs`: monotonic. */
  constructor(most: number, nowMs: () => number) {
    this.#most = most;
    this.#nowMs = nowMs;
  }

  /** `forMs`: how long from now on anything may be told of it. */
  add(id: number, onAnswer: Listener<A>, forMs: number): void {
    this.#pending.set(id, { onAnswer, answered: false, untilMs: this.#nowMs() + forMs });
    if (this.#pending.size <= this.#most) return;
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined) this.#pending.delete(oldest);
  }

  /** Lets go of what is over, oldest first, up to the first that is not. */
  sweep(): void {
    for (const [id, { answered, untilMs }] of this.#pending) {
      if (!answered || untilMs > this.#nowMs()) return;
      this.#pending.delete(id);
    }
  }

  has(id: number): boolean {
    return this.#pending.has(id);
  }

  isUnanswered(id: number): boolean {
    return this.#pending.get(id)?.answered === false;
  }

  unanswered(): number[] {
    return [...this.#pending].filter(([, entry]) => !entry.answered).map(([id]) => id);
  }

  /** Lets go of the listener; what the helper still says of it is expected, but not told. False: there was none. */
  forget(id: number): boolean {
    const entry = this.#pending.get(id);
    if (entry === undefined || entry.onAnswer === null) return false;
    entry.onAnswer = null;
    return true;
  }

  /** False: it answers nothing, or out of turn. */
  answer(id: number, answer: A): boolean {
    const entry = this.#pending.get(id);
    if (entry === undefined) return false;
    if (FIRST.has(answer.event) === entry.answered) return false;
    entry.answered = true;
    if (answer.event === 'error') this.#pending.delete(id);
    entry.onAnswer?.(answer);
    return true;
  }

  clear(): void {
    this.#pending.clear();
  }
}
