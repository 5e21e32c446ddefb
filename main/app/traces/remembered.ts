import type { TraceView } from '../../domain/model/trace.ts';

const MOST = 20;

/** Traces that are in no history, or not yet: opened files, and the last ones that ended. The oldest goes first. */
export class RememberedTraces {
  readonly #views = new Map<string, TraceView>();

  get(id: string): TraceView | null {
    return this.#views.get(id) ?? null;
  }

  add(view: TraceView): void {
    this.#views.delete(view.id);
    this.#views.set(view.id, view);
    for (const oldest of this.#views.keys()) {
      if (this.#views.size <= MOST) return;
      this.#views.delete(oldest);
    }
  }
}
