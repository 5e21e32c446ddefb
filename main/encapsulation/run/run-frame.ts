import type { Clock } from '../../monitor/types.ts';
import { ChangeNotice } from '../../trace/run/change-notice.ts';

/** What every run that can be watched has: a view that is made when asked for, listeners, and one end. */
export class RunFrame<View> {
  readonly ended: Promise<View>;
  readonly started: ReturnType<Clock['now']>;
  readonly #clock: Clock;
  readonly #build: () => View;
  readonly #notice: ChangeNotice<View>;
  #settle: (view: View) => void = () => {};
  #view: View | null = null;
  #durationMs: number | null = null;

  constructor(clock: Clock, build: () => View) {
    this.#clock = clock;
    this.#build = build;
    this.started = clock.now();
    this.#notice = new ChangeNotice(clock, () => this.view);
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get view(): View {
    this.#view ??= this.#build();
    return this.#view;
  }

  get isOver(): boolean {
    return this.#durationMs !== null;
  }

  get durationMs(): number {
    return this.#durationMs ?? this.#clock.now().monoMs - this.started.monoMs;
  }

  listen(listener: (view: View) => void): () => void {
    return this.isOver ? () => {} : this.#notice.listen(listener);
  }

  changed(): void {
    if (this.isOver) return;
    this.#view = null;
    this.#notice.soon();
  }

  /** Once; what the view is made of must be settled. */
  end(): void {
    this.#durationMs = this.durationMs;
    this.#view = null;
    this.#settle(this.view);
    this.#notice.last();
  }
}
