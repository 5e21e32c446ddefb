import type { AnchorKey } from '../domain/model/anchor.ts';
import type { Kind } from '../domain/model/kind.ts';
import type { Sample } from '../domain/model/sample.ts';

/** Pairs of kind and anchor that are told apart at once; a network of one's own needs a tenth of it. */
export const MAX_SERIES = 128;

/** A pair that was not probed for so long gives its place up: gateways and resolvers change with the network. */
export const SERIES_IDLE_MS = 3_600_000;

/** What is beyond the bound is counted under this anchor. */
export const OTHER_ANCHOR: AnchorKey = 'other';

export interface SeriesLabels {
  readonly kind: Kind;
  readonly anchor: AnchorKey;
}

interface Place extends SeriesLabels {
  usedMs: number;
}

/**
 * Keeps the number of series bounded that others have to keep, however often the anchors change. Time passes with the
 * samples themselves.
 */
export class SeriesBound {
  readonly #places = new Map<string, Place>();
  readonly #onGone: (labels: SeriesLabels) => void;
  #newestMs = Number.NEGATIVE_INFINITY;

  /** `onGone`: told of each pair that gave its place up, so that it can be taken out of what is shown. */
  constructor(onGone: (labels: SeriesLabels) => void = () => {}) {
    this.#onGone = onGone;
  }

  /** What to count a sample under: its own kind and anchor, or `other`. */
  labels({ kind, anchor, sentMonoMs }: Sample): SeriesLabels {
    this.#newestMs = Math.max(this.#newestMs, sentMonoMs);
    const key = `${kind} ${anchor}`;
    const known = this.#places.get(key);
    if (known !== undefined) {
      known.usedMs = this.#newestMs;
      return known;
    }
    if (this.#places.size >= MAX_SERIES) this.forgetIdle();
    if (this.#places.size >= MAX_SERIES) return { kind, anchor: OTHER_ANCHOR };
    const place = { kind, anchor, usedMs: this.#newestMs };
    this.#places.set(key, place);
    return place;
  }

  /** Done by itself when places run out; may be called as often as series of the past should go. */
  forgetIdle(): void {
    for (const [key, place] of this.#places) {
      if (this.#newestMs - place.usedMs < SERIES_IDLE_MS) continue;
      this.#places.delete(key);
      this.#onGone(place);
    }
  }
}
