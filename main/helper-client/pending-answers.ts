import type { HelperEvent } from '../../helper/protocol/messages.ts';

type Listener<A> = (answer: A) => void;

interface Pending<A> {
  /** Null: nobody wants to know any more. */
  onAnswer: Listener<A> | null;
  answered: boolean;
}

const FIRST: ReadonlySet<HelperEvent['event']> = new Set(['echo', 'probe', 'error']);

/**
 * Who waits for which echo or probe. Holds the helper to its promise of exactly one answer or `error`, and only then
 * what may follow. Of those answered only so many are kept; the oldest are let go by number, so that it needs no
 * clock.
 */
export class PendingAnswers<A extends { readonly event: HelperEvent['event'] }> {
  readonly #pending = new Map<number, Pending<A>>();
  readonly #kept: number;

  /** `kept`: answered ones that something may still follow, at the rates of this program. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  add(id: number, onAnswer: Listener<A>): void {
    this.#pending.set(id, { onAnswer, answered: false });
    if (this.#pending.size <= this.#kept) return;
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined) this.#pending.delete(oldest);
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

  /** Lets go of the listener; what the helper still says of it is expected, but not told. */
  forget(id: number): void {
    const entry = this.#pending.get(id);
    if (entry !== undefined) entry.onAnswer = null;
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
