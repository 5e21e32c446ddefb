import { type Point, TEST_METRIC } from '../points/point.ts';

/**
 * Finds how old is too old for a server, without risking any figure: points that mean nothing go ahead with the times
 * of those that wait. Each is of a series of its own, since a store may take only what is newer than what a series has.
 */
export class AgeSearch {
  readonly #times: readonly number[];
  /** The newest that is known to be too old: the oldest was refused with the rest. */
  #refused = 0;
  /** The oldest that is known not to be. */
  #taken: number;
  #asked = 0;

  /** @param points of a request that was refused for the age of some of them. */
  constructor(points: readonly Point[]) {
    this.#times = [...new Set(points.map(({ atMs }) => atMs))].sort((a, b) => a - b);
    this.#taken = this.#times.length;
  }

  /** What to send next; null: it is known. Mostly all are too old, so the newest is the first question. */
  get scout(): Point | null {
    if (this.#taken - this.#refused <= 1) return null;
    const atMs = this.#times[this.#index];
    if (atMs === undefined) return null;
    return { series: { name: TEST_METRIC, labels: { scout: String(this.#asked) } }, atMs, value: 1 };
  }

  heard(isTooOld: boolean): void {
    if (isTooOld) this.#refused = this.#index;
    else this.#taken = this.#index;
    this.#asked += 1;
  }

  /** All of this time and older is refused. */
  get tooOldMs(): number {
    return this.#times[this.#refused] ?? Number.NEGATIVE_INFINITY;
  }

  get #index(): number {
    if (this.#taken === this.#times.length && this.#asked === 0) return this.#taken - 1;
    return Math.floor((this.#refused + this.#taken) / 2);
  }
}
