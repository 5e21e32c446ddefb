import type { TraceView } from '../../domain/model/trace.ts';
import { comparedWith } from '../../domain/trace/compare/compare.ts';
import type { TraceHistory } from './types.ts';

/** Rounds after which the hops of a continuous trace say something about the path. */
const TELLING_ROUNDS = 3;

/** What is known of a trace's path from when all was well. */
export class Baseline {
  readonly #history: () => Pick<TraceHistory, 'healthyTrace'> | null;
  /** Undefined: not asked for; null: not known, or not yet. */
  #known: TraceView | null | undefined;

  constructor(history: () => Pick<TraceHistory, 'healthyTrace'> | null) {
    this.#history = history;
  }

  /** While it runs: a continuous one with what is known by then, any other as it is. */
  live(view: TraceView): TraceView {
    if (view.direction !== 'forward' || view.mode !== 'continuous' || view.rounds < TELLING_ROUNDS)
      return view;
    if (this.#known === undefined) {
      this.#known = null;
      void this.#ask(view).then((known) => {
        this.#known = known;
      });
    }
    return this.#compared(view);
  }

  /** At its end. Never rejects: a history that can't tell is as good as one that knows none. */
  async final(view: TraceView): Promise<TraceView> {
    if (view.direction !== 'forward' || view.sent === 0) return view;
    this.#known = await this.#ask(view);
    return this.#compared(view);
  }

  #compared(view: TraceView): TraceView {
    const known = this.#known ?? null;
    return known === null ? view : comparedWith(view, known);
  }

  async #ask(view: TraceView): Promise<TraceView | null> {
    const { destination, method, network, startedMs: beforeMs } = view;
    const path = { address: destination.address, method, network, beforeMs };
    return (
      (await this.#history()
        ?.healthyTrace(path)
        .catch(() => null)) ?? null
    );
  }
}
