interface Identified {
  readonly id: string;
}

/** What main has told of a run that it was just asked for: it may come before the answer. */
export class EarlyViews<View extends Identified> {
  readonly #told = new Map<string, View>();

  add(view: View): void {
    this.#told.set(view.id, view);
  }

  latest(begun: View): View {
    return this.#told.get(begun.id) ?? begun;
  }

  clear(): void {
    this.#told.clear();
  }
}
