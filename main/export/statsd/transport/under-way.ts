import type { Outcomes } from './types.ts';

/** Figures that left and may still turn out to have been refused. */
export class UnderWay {
  readonly #outcomes: Pick<Outcomes, 'sent' | 'dropped'>;
  readonly #waiting = new Map<NodeJS.Timeout, number>();

  constructor(outcomes: Pick<Outcomes, 'sent' | 'dropped'>) {
    this.#outcomes = outcomes;
  }

  get figures(): number {
    return [...this.#waiting.values()].reduce((sum, figures) => sum + figures, 0);
  }

  /** They count as sent when nothing has been heard for `doubtMs`. */
  add(figures: number, doubtMs: number): void {
    const timer = setTimeout(() => {
      this.#waiting.delete(timer);
      this.#outcomes.sent(figures);
    }, doubtMs).unref();
    this.#waiting.set(timer, figures);
  }

  settleAll(): void {
    const figures = this.#takeAll();
    if (figures > 0) this.#outcomes.sent(figures);
  }

  dropAll(): void {
    const figures = this.#takeAll();
    if (figures > 0) this.#outcomes.dropped(figures);
  }

  #takeAll(): number {
    const { figures } = this;
    for (const timer of this.#waiting.keys()) clearTimeout(timer);
    this.#waiting.clear();
    return figures;
  }
}
