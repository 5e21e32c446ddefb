import type { HistoryState } from '../domain/model/history-state.ts';
import type { WallMs } from '../domain/model/units.ts';
import type { History } from '../history/types.ts';

/** The engine's history while there is one, and its own state as last heard. */
export class HistoryWatch {
  readonly #onCommit: (toMs: WallMs) => void;
  #state: HistoryState | null = null;
  #history: History | null = null;
  #unsubscribe: (() => void)[] = [];

  constructor(onCommit: (toMs: WallMs) => void) {
    this.#onCommit = onCommit;
  }

  get state(): HistoryState | null {
    return this.#state;
  }

  get history(): History | null {
    return this.#history;
  }

  async watch(history: History): Promise<void> {
    this.stop();
    this.#history = history;
    this.#unsubscribe = [
      history.onStateChange((state) => {
        this.#state = state;
      }),
      history.onCommit(this.#onCommit),
    ];
    await this.refresh();
  }

  /** Its size grows without a change that the history itself would tell of. */
  async refresh(): Promise<void> {
    const history = this.#history;
    if (history === null) return;
    const state = await history.state();
    if (history === this.#history) this.#state = state;
  }

  stop(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#unsubscribe = [];
    this.#history = null;
    this.#state = null;
  }
}
