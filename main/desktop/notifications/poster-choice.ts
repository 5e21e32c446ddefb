import type { NoticeToShow } from '../../app/types.ts';
import type { Poster, SystemNotification } from './shelf.ts';

export interface PosterChoiceOptions {
  /** The better one; null: there is none here. Rejects when it can't be reached (now). */
  readonly connect: () => Promise<Poster | null>;
  readonly otherwise: Poster;
}

/** Looks for the better poster when there is something to show, and does without it where there is none. */
export class PosterChoice implements Poster {
  readonly #options: PosterChoiceOptions;
  #chosen: Poster;
  /** False: a later look may find the better one. */
  #isSettled = false;
  #choosing: Promise<void> | null = null;

  constructor(options: PosterChoiceOptions) {
    this.#options = options;
    this.#chosen = options.otherwise;
  }

  /** To be awaited before the others; those who wait together are let go in their order. Never rejects. */
  ready(): Promise<void> {
    if (this.#isSettled && this.#chosen.isSupported()) return Promise.resolve();
    this.#choosing ??= this.#choose().finally(() => {
      this.#choosing = null;
    });
    return this.#choosing;
  }

  isSupported(): boolean {
    return this.#chosen.isSupported();
  }

  create(output: NoticeToShow, replaced: SystemNotification | null): SystemNotification {
    return this.#chosen.create(output, replaced);
  }

  async #choose(): Promise<void> {
    const { connect, otherwise } = this.#options;
    try {
      this.#chosen = (await connect()) ?? otherwise;
      this.#isSettled = true;
    } catch {
      this.#chosen = otherwise;
      this.#isSettled = false;
    }
  }
}
