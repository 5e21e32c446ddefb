import { LIMITS } from '../../helper/protocol/limits.ts';
import type { EchoAnswer } from './types.ts';

type Listener = (answer: EchoAnswer) => void;

interface Pending {
  readonly onAnswer: Listener;
  answered: boolean;
}

/** Answered echoes kept for what may follow: more than can be sent within one late window at our own rates. */
const KEPT = LIMITS.outstanding * 8;

/**
 * Who waits for which echo. Holds the helper to its promise of exactly one `echo` or `error` and only then any
 * `late` or `duplicate`. The oldest entries are let go by number, so that it needs no clock.
 */
export class PendingEchoes {
  readonly #pending = new Map<number, Pending>();

  add(id: number, onAnswer: Listener): void {
    this.#pending.set(id, { onAnswer, answered: false });
    if (this.#pending.size <= KEPT) return;
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

  /** False: it answers nothing, or out of turn. */
  answer(id: number, answer: EchoAnswer): boolean {
    const entry = this.#pending.get(id);
    if (entry === undefined) return false;
    const first = answer.event === 'echo' || answer.event === 'error';
    if (first === entry.answered) return false;
    entry.answered = true;
    if (answer.event === 'error') this.#pending.delete(id);
    entry.onAnswer(answer);
    return true;
  }

  clear(): void {
    this.#pending.clear();
  }
}
